// Uses the types that openapi-typescript makes from the descriptions.
import createClient from "openapi-fetch";
import type { paths as LinkPack } from "./linkpack.js";
import type { paths as Linkbreakers } from "./linkbreakers.js";
import { check, options } from "./options.js";
import "./events.js";

const linkpack = createClient<LinkPack>(options);
const made = await linkpack.POST("/api/v1/shorten", {
  body: { longUrl: "https://example.com/", name: "TypeScript" },
});
check(made.data !== undefined, made.error);
const id: string = made.data.id;
const link = await linkpack.GET("/api/v1/link/{id}", { params: { path: { id } } });
check(link.data?.name === "TypeScript" && link.data.redirect_status === 307, link);
const stats = await linkpack.GET("/api/v1/stats/{shortCode}", {
  params: { path: { shortCode: made.data.shortCode }, query: { granularity: "day" } },
});
check(stats.data?.totalClicks === 0 && stats.data.series?.length === 1, stats);
const missing = await linkpack.GET("/api/v1/link/{id}", { params: { path: { id: "nobody" } } });
check(missing.error?.error === "not found", missing);

const linkbreakers = createClient<Linkbreakers>(options);
const created = await linkbreakers.POST("/v1/links", {
  body: { destination: "https://example.com/", tags: ["typescript"] },
});
check(created.data?.link.tags?.[0]?.name === "typescript", created);
const tags = await linkbreakers.GET("/v1/tags", { params: { query: { search: "typescript" } } });
check(tags.data?.tags.length === 1, tags);
const gone = await linkbreakers.DELETE("/v1/links/{id}", { params: { path: { id: "nobody" } } });
check(gone.error?.codeType === "NOT_FOUND", gone);
