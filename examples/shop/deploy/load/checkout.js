// k6 run --no-usage-report -e BASE_URL=https://staging.shop.example -e TOKEN=... checkout.js
import { check } from 'k6'
import http from 'k6/http'

const RATE = Number(__ENV.RATE || 20)

export const options = {
  scenarios: {
    checkout: {
      executor: 'constant-arrival-rate', // an open model: it does not wait for responses
      rate: RATE,
      timeUnit: '1s',
      duration: __ENV.DURATION || '5m',
      preAllocatedVUs: RATE,
      maxVUs: 20 * RATE,
    },
  },
  thresholds: {
    'http_req_failed{scenario:checkout}': ['rate<0.001'],
    'http_req_duration{scenario:checkout}': ['p(99)<500'],
    dropped_iterations: ['count<1'],
    checks: ['rate==1'],
  },
  summaryTrendStats: ['p(50)', 'p(95)', 'p(99)', 'max'],
}

const headers = {
  Authorization: `Bearer ${__ENV.TOKEN}`,
  'Content-Type': 'application/json',
}

export function setup() {
  const catalogue = http.get(`${__ENV.BASE_URL}/api/v1/items`)
  return catalogue.json('items').map((item) => item.id)
}

export default function (items) {
  const item = items[Math.floor(Math.random() * items.length)]
  const order = JSON.stringify({ lines: [{ item_id: item, quantity: 1 }] })
  const key = `load-${__VU}-${__ITER}-${Date.now()}`
  const placed = http.post(`${__ENV.BASE_URL}/api/v1/orders`, order, {
    headers: { ...headers, 'Idempotency-Key': key },
    tags: { name: 'place_order' },
  })
  check(placed, { 'order is placed': (response) => response.status === 201 })
}
