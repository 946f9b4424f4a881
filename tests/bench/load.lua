-- Posts BODY if it is set, with the headers of HEADERS ("Name: value" separated by |); prints one line.
local body = os.getenv("BODY")
if body and body ~= "" then
  wrk.method = "POST"
  wrk.body = body
  wrk.headers["Content-Type"] = "application/json"
end
for pair in string.gmatch(os.getenv("HEADERS") or "", "[^|]+") do
  local name, value = string.match(pair, "^([^:]+): (.*)$")
  wrk.headers[name] = value
end
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("RESULT %.1f %.1f %d\n", summary.requests / (summary.duration / 1e6),
    latency:percentile(95) / 1e3,
    errors.status + errors.read + errors.timeout + errors.connect))
end
