-- Visits for wrk. A few links get most of the visits (Zipf's law), which come from
-- browsers, phones and bots in many countries. The argument chooses the traffic:
--   few      5 User-Agents
--   many     10,000 User-Agents
--   unknown  10,000 User-Agents, and codes without a link that rarely repeat
-- Addresses rarely repeat. The visits are the same in every run.
local links, visits = 100000, 50000
local random = math.random

local few = {
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36",
  "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
}
local referers = { "", "https://www.google.com/", "https://news.example.org/today", "android-app://com.example.mail/" }
local languages = { "en-US,en;q=0.9", "de-DE,de;q=0.8,en;q=0.5", "pt-BR" }

-- Kinds of User-Agents and their version numbers.
local kinds = {
  function() return string.format("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.%d.%d Safari/537.36", random(90, 140), random(4000, 7300), random(0, 200)) end,
  function() return string.format("Mozilla/5.0 (Linux; Android %d; SM-S9%d) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.%d.%d Mobile Safari/537.36", random(9, 16), random(10, 99), random(90, 140), random(4000, 7300), random(0, 200)) end,
  function() return string.format("Mozilla/5.0 (iPhone; CPU iPhone OS %d_%d_%d like Mac OS X) AppleWebKit/%d.1.%d (KHTML, like Gecko) Version/%d.%d Mobile/15E148 Safari/604.1", random(13, 18), random(0, 7), random(0, 3), random(604, 619), random(1, 40), random(13, 18), random(0, 7)) end,
  function() return string.format("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.%d; rv:%d.%d) Gecko/20100101 Firefox/%d.%d", random(12, 15), random(90, 142), random(0, 9), random(90, 142), random(0, 9)) end,
  function() return string.format("Mozilla/5.0 (compatible; examplebot/%d.%d.%d; +https://example.org/bot)", random(1, 9), random(0, 99), random(0, 99)) end,
}

-- manyAgents returns different User-Agents.
local function manyAgents(count)
  local agents, seen = {}, {}
  while #agents < count do
    local agent = kinds[random(#kinds)]()
    if not seen[agent] then
      seen[agent] = true
      agents[#agents + 1] = agent
    end
  end
  return agents
end

-- The rank of a link, by the approximate inverse of Zipf's distribution with exponent
-- 1, whose sum grows like the logarithm.
local function rank()
  return math.min(links - 1, math.floor(math.exp(random() * math.log(links + 1))) - 1)
end

local requests, at = {}, 0

function init(args)
  math.randomseed(7)
  local unknown = args[1] == "unknown"
  local agents = args[1] == "few" and few or manyAgents(10000)
  for i = 1, unknown and 4 * visits or visits do
    local headers = {
      ["User-Agent"] = agents[random(#agents)],
      ["Accept-Language"] = languages[random(#languages)],
      ["X-Forwarded-For"] = string.format("%d.%d.%d.%d", random(1, 223), random(0, 255), random(0, 255), random(1, 254)),
    }
    local referer = referers[random(#referers)]
    if referer ~= "" then headers["Referer"] = referer end
    local path = unknown and string.format("/u%06d", i) or string.format("/c%05d", rank())
    requests[i] = wrk.format("GET", path, headers)
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('\nJSON {"requests":%d,"duration":%d,"failed":%d,"refused":%d,"p50":%d,"p99":%d}\n',
    summary.requests, summary.duration, errors.connect + errors.read + errors.write + errors.timeout, errors.status,
    latency:percentile(50), latency:percentile(99)))
end
