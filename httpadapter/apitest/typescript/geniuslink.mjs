// Reads and makes links with the client of ServiceStack, as it is by default.
import assert from "node:assert/strict";
import { JSV, JsonServiceClient } from "@servicestack/client";

class GetLinkMetadataRequest {
  constructor(init) { Object.assign(this, init); }
  getTypeName() { return "GetLinkMetadataRequest"; }
  getMethod() { return "GET"; }
  createResponse() { return {}; }
}

const { SERVER, KEY, SECRET } = process.env;
const summer = { aliasDomain: "go.example", aliasCode: "summer" };

function client() {
  const c = new JsonServiceClient(SERVER);
  c.headers.set("X-Api-Key", KEY);
  c.headers.set("X-Api-Secret", SECRET);
  return c;
}

async function failure(call) {
  try {
    await call();
  } catch (e) {
    return e.responseStatus;
  }
  assert.fail("no error");
}

// By /api, by /json/reply, by a URL, with a body, and several at once.
const request = new GetLinkMetadataRequest(summer);
for (const answer of [
  await client().get(request),
  await client().useBasePath().get(request),
  await client().get("/v4/links/metadata", summer),
  await client().post(request),
  ...(await client().sendAll([request, request])),
]) {
  assert.equal(answer.data.destinationUrl, "https://example.com/summer?a=1,2");
  assert.equal(answer.data.aliases[0].code, "sommer");
  assert.equal(answer.data.linkCreatorSetting, "Simple");
  assert.equal(answer.data.totalClicks, 0);
  assert.ok(Date.parse(answer.data.createdUtc) > 0);
  assert.equal(answer.responseStatus, undefined);
}
await client().sendAllOneWay([request]);

// What the client writes as JSV is read, and JSV comes back.
const jsv = await fetch(`${SERVER}/jsv/reply/GetLinkMetadataRequest`, {
  method: "POST",
  headers: { "X-Api-Key": KEY, "X-Api-Secret": SECRET, "Content-Type": "text/jsv" },
  body: JSV.stringify(summer),
});
assert.equal(jsv.headers.get("Content-Type"), "text/jsv; charset=utf-8");
assert.match(await jsv.text(), /^\{data:\{id:\d+,destinationUrl:"https:\/\/example.com\/summer\?a=1,2",shortUrlCode:summer,/);

const form = await client().postToUrl("/v3/shorturls", { url: "https://example.com/new", note: "from a script" });
assert.equal(form.shortUrl.productUrl, "https://example.com/new");

// Errors.
const unknown = await failure(() => client().get(new GetLinkMetadataRequest({ ...summer, aliasCode: "none" })));
assert.equal(unknown.errorCode, "NotFound");
const missing = await failure(() => client().get(new GetLinkMetadataRequest({})));
assert.deepEqual(missing.errors.map((e) => e.fieldName), ["domain", "code"]);
const nobody = await failure(() => new JsonServiceClient(SERVER).get(request));
assert.equal(nobody.errorCode, "Unauthorized");
const unserved = await failure(() => client().get("/v3/tracking-pixels"));
assert.equal(unserved.errorCode, "NotImplementedException");
const format = await failure(() => client().get("/v4/links/metadata", { ...summer, format: "yaml" }));
assert.equal(format.errorCode, "NotAcceptable");
const method = await failure(() => client().get("/api/CreateShortUrlRequest", { url: "https://example.com/" }));
assert.equal(method.errorCode, "MethodNotAllowed");
const twice = await failure(() => client().post(new GetLinkMetadataRequest({ ...summer, alias_code: "other" })));
assert.deepEqual(twice.errors.map((e) => e.message), ["is sent twice"]);

// Errors are JSV, too.
const gone = await fetch(`${SERVER}/jsv/reply/GetLinkMetadataRequest?domain=go.example&code=none`, {
  headers: { "X-Api-Key": KEY, "X-Api-Secret": SECRET },
});
assert.equal(gone.status, 404);
assert.match(await gone.text(), /^\{responseStatus:\{errorCode:NotFound,message:not found,errors:\[\]\}\}$/);
