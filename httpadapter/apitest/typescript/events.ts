// Uses what happens after a click, with the attributes of visitors in either form.
import createClient from "openapi-fetch";
import type { paths } from "./linkbreakers.js";
import { check, server, options } from "./options.js";

for (const form of ["map", "list"] as const) {
  const first = createClient<paths>(options);
  const token = await first.POST("/v1/workspace-tokens", {
    body: { keyType: "WORKSPACE_TOKEN_KEY_TYPE_SECRET", attributes: form },
  });
  check(token.data?.token.attributes === form, token);
  const client = createClient<paths>({
    baseUrl: server,
    headers: { Authorization: `Bearer ${token.data.accessToken}` },
  });

  const made = await client.POST("/v1/links", {
    body: { destination: "https://example.com/", conversionTracking: true },
  });
  check(made.data !== undefined, made);
  const { id: linkId, shortlink } = made.data.link;
  const click = await fetch(`${server}/${shortlink}`, {
    redirect: "manual",
    headers: { "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0" },
  });
  const lbid = new URL(click.headers.get("Location") ?? "").searchParams.get("lbid");
  check(lbid !== null, click.headers.get("Location"));

  const email = `ts-${form}@example.com`;
  const identified = await client.POST("/v1/visitor/identify", {
    body: { lbid, setOnce: false, visitor: { data: { $email: email, plan: "premium", seats: 3 } } },
  });
  check(identified.data?.created === true && identified.data.visitor.email === email, identified);
  const attributes = identified.data.visitor.attributes;
  if (Array.isArray(attributes)) {
    check(form === "list" && attributes[0]?.value === "premium" && attributes[1]?.numberValue === 3, attributes);
  } else {
    check(form === "map" && attributes["plan"] === "premium" && attributes["seats"] === 3, attributes);
  }

  const bought = await client.POST("/v1/conversions", {
    body: { lbid, kind: "purchase", value: 9.5, currency: "EUR" },
  });
  check(bought.data?.conversion.kind === "purchase", bought);
  const visitors = await client.GET("/v1/visitors", {
    params: { query: { email, linkId, include: ["devices", "events", "links"] } },
  });
  const visitor = visitors.data?.json?.visitors[0];
  check(visitor?.links?.[0]?.id === linkId && visitor.devices?.[0]?.deviceType === "DEVICE_TYPE_DESKTOP", visitors);
  const changed = await client.PATCH("/v1/visitors/{id}", {
    params: { path: { id: visitor.id ?? "" } },
    body: { visitor: { data: { $phone: "+1" } } },
  });
  check(changed.data?.phone === "+1" && changed.data.email === email, changed);

  const events = await client.GET("/v1/events", {
    params: { query: { linkId, include: ["visitor", "device", "link", "leadScore", "conversions"] } },
  });
  const [conversion, visit] = events.data?.json?.events ?? [];
  check(conversion?.action === "ACTION_UNSPECIFIED" && conversion.conversion?.value === 9.5, events);
  check(visit?.action === "ACTION_CLICK" && visit.visitor?.email === email && visit.link?.id === linkId, events);
  check((visit.leadScore?.leadScore ?? 0) > 0 && visit.device?.deviceActor === "DEVICE_ACTOR_HUMAN", events);
  const plain = await client.GET("/v1/events/list", { params: { query: { linkId } } });
  const list = plain.data;
  check(typeof list === "object" && list.events[0]?.id === visit.id && list.total_count === 1 && !list.has_more, plain);
  const sheet = await client.GET("/v1/events/list", {
    params: { query: { linkId, responseFormat: "RESPONSE_FORMAT_CSV" } },
    parseAs: "text",
  });
  check(typeof sheet.data === "string" && sheet.data.startsWith("Event ID,Time,") && sheet.data.includes(email), sheet);
  const traces = await client.GET("/v1/events/{eventId}/traces", { params: { path: { eventId: visit.id } } });
  check(traces.data?.traces[0]?.stepKind === "ENTRY", traces);

  const score = await client.GET("/v1/links/{linkId}/lead-score/{eventId}", {
    params: { path: { linkId, eventId: lbid } },
  });
  check((score.data?.leadScore ?? 0) > 0 && score.data?.scoringContext === "heuristic", score);
  const devices = await client.POST("/v1/analytics/breakdown", { body: { linkId, dimension: "device_type" } });
  check(devices.data?.total === 1 && devices.data.data[0]?.label === "DESKTOP", devices);
  const metric = await client.GET("/v1/metrics/events", { params: { query: { linkId } } });
  check(metric.data?.totalEvents === 1, metric);

  for (const body of [
    { name: "hook", endpointUrl: "https://hooks.example.com/x", triggers: ["KIND_EXIT" as const] },
    { url: "https://hooks.example.com/x", events: ["link.scanned" as const, "form.submitted" as const], active: true },
  ]) {
    const hook = await client.POST("/v1/webhooks", { body });
    check(hook.data?.webhook.secret?.startsWith("whsec_") === true && hook.data.webhook.failureCount === "0", hook);
    const path = { id: hook.data.webhook.id };
    const paused = await client.PATCH("/v1/webhooks/{id}", { params: { path }, body: { status: "WEBHOOK_STATUS_PAUSED" } });
    check(paused.data?.webhook.active === false, paused);
    const removed = await client.DELETE("/v1/webhooks/{id}", { params: { path } });
    check(removed.response.ok, removed);
  }
}
