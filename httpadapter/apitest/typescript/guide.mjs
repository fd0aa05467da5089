// The snippets of Linkbreakers' guide about events and webhooks, as printed but for host
// and token, and for the one word without which the receiver is no JavaScript. Around
// them is what a reader of the guide has: a link, a browser and a server like Express.
import assert from "node:assert/strict";
import { createServer } from "node:http";

const { SERVER, TOKEN } = process.env;
setTimeout(() => { throw new Error("a delivery is missing"); }, 60_000).unref();

// call makes a request that the guide does not print.
async function call(path, body) {
  const answer = await fetch(`${SERVER}${path}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${TOKEN}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  assert.equal(answer.status, 200, `${path}: ${answer.status}`);
  return answer.json();
}

// browse visits a link as a browser with a cookie, and returns its lbid.
let cookie = "";
async function browse(url) {
  const answer = await fetch(url, {
    redirect: "manual",
    headers: { "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", cookie },
  });
  cookie = (answer.headers.get("set-cookie") ?? cookie).split(";")[0];
  return new URL(answer.headers.get("location")).searchParams.get("lbid");
}

// app is as much of Express as the receiver uses.
const app = { posts: {}, post(path, handle) { this.posts[path] = handle; } };
const listener = createServer(async (request, response) => {
  let text = "";
  for await (const part of request) text += part;
  const res = {
    status(code) { response.statusCode = code; return res; },
    send(body) { response.end(body); },
  };
  await app.posts[request.url]({ body: JSON.parse(text) }, res);
});
await new Promise((ready) => listener.listen(0, "127.0.0.1", ready));
const receiver = `http://127.0.0.1:${listener.address().port}`;

// What the receiver does with an event, and how to wait for that.
const waiting = [];
function happened(what) {
  const i = waiting.findIndex((w) => w.wants(what));
  if (i >= 0) waiting.splice(i, 1)[0].resolve(what);
}
const until = (wants) => new Promise((resolve) => waiting.push({ wants, resolve }));
async function addToEmailSequence(email) { happened({ email }); }
async function createCRMLead(responses) { happened({ responses }); }

const { link } = await call("/v1/links", { destination: "https://example.com/", conversionTracking: true });
const shortURL = `${SERVER}/${link.shortlink}`;

await (async () => {
// Configure webhook endpoint to receive events
const webhookResponse = await fetch(`${SERVER}/v1/webhooks`, {
method: 'POST',
headers: {
'Authorization': `Bearer ${TOKEN}`,
'Content-Type': 'application/json'
},
body: JSON.stringify({
url: `${receiver}/linkbreakers-webhook`,
events: ['link.scanned', 'form.submitted'],
active: true
})
});
// Process webhook events in your system
app.post('/linkbreakers-webhook', async (req, res) => {
const { event_type, data } = req.body;
switch (event_type) {
case 'link.scanned':
// Trigger marketing automation
await addToEmailSequence(data.visitor.email);
break;
case 'form.submitted':
// Add to CRM
await createCRMLead(data.form_responses);
break;
}
res.status(200).send('OK');
});
assert.equal(webhookResponse.status, 200);
})();

const unknown = until((what) => "email" in what && what.email === undefined);
const known = until((what) => what.email === "ada@example.com");
const lead = until((what) => what.responses?.company === "Engines");
const lbid = await browse(shortURL);
await unknown; // nobody's e-mail
await call("/v1/visitor/identify", { lbid, visitor: { data: { $email: "ada@example.com" } } });
const later = await browse(shortURL);
await known;
await call("/v1/conversions", { lbid: later, kind: "form.submitted", formResponses: { company: "Engines" } });
await lead;

await (async () => {
const eventsResponse = await fetch(
`${SERVER}/v1/events/list?` +
new URLSearchParams({
start_date: '2024-01-01T00:00:00Z',
end_date: '2024-01-31T23:59:59Z',
link_id: link.id,
page_size: '100',
include: 'visitor,device,link,leadScore'
}),
{
headers: {
'Authorization': `Bearer ${TOKEN}`
}
}
);
const { events, total_count, has_more, next_page_token } = await eventsResponse.json();
assert.deepEqual([events, total_count, has_more, next_page_token], [[], 0, false, ""]); // in that January
})();

await (async () => {
const csvResponse = await fetch(
`${SERVER}/v1/events/list?` +
new URLSearchParams({
start_date: '2024-01-01T00:00:00Z',
end_date: '2024-01-31T23:59:59Z',
response_format: 'RESPONSE_FORMAT_CSV'
}),
{
headers: {
'Authorization': `Bearer ${TOKEN}`
}
}
);
const csvData = await csvResponse.text();
assert.match(csvData, /^Event ID,Time,.*\n$/);
})();

listener.close();
listener.closeAllConnections();
