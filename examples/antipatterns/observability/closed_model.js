# /// bad
# harm = "tests/antipatterns/observability/test_closed_model.py::test_closed_model_passes_although_the_server_stalled"
# right = "examples/shop/deploy/load/checkout.js"
# ///
import http from 'k6/http'
import { sleep } from 'k6'

export const options = {
  vus: 1,
  duration: __ENV.DURATION,
  thresholds: { http_req_duration: ['p(95)<500'] },
}

export default function () {
  http.get(`${__ENV.BASE_URL}/api/v1/items`)
  sleep(0.03)
}
