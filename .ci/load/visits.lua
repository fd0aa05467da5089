-- Visits for wrk: few links get most of them (a Zipf law), from browsers,
-- phones and bots in many countries.
local links, visits = 100000, 50000

local agents = {
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36",
  "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
}
local referers = { "", "https://www.google.com/", "https://news.example.org/today", "android-app://com.example.mail/" }
local languages = { "en-US,en;q=0.9", "de-DE,de;q=0.8,en;q=0.5", "pt-BR" }

-- The rank of a link by the inverse of Zipf's distribution with exponent 1,
-- whose sum grows like the logarithm.
local function rank()
  return math.min(links - 1, math.floor(math.exp(math.random() * math.log(links + 1))) - 1)
end

local requests, at = {}, 0

function init()
  math.randomseed(7)
  for i = 1, visits do
    local headers = {
      ["User-Agent"] = agents[math.random(#agents)],
      ["Accept-Language"] = languages[math.random(#languages)],
      ["X-Forwarded-For"] = string.format("%d.%d.%d.%d", math.random(1, 223), math.random(0, 255), math.random(0, 255), math.random(1, 254)),
    }
    local referer = referers[math.random(#referers)]
    if referer ~= "" then headers["Referer"] = referer end
    requests[i] = wrk.format("GET", string.format("/c%05d", rank()), headers)
  end
end

function request()
  at = at % visits + 1
  return requests[at]
end
