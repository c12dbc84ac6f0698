import fs from 'node:fs';
import { Readable } from 'node:stream';
import { createClient } from '@clickhouse/client';
import { startClickHouse } from './dist/clickhouse.js';

const ch = await startClickHouse({ dataDir: '/tmp/emb/bench' });
const rss = () => {
  const s = fs.readFileSync(`/proc/${ch.pid}/status`, 'utf8');
  return (s.match(/VmRSS:\s+(\d+)/)[1] / 1024) | 0;
};
const cpu = () => {
  const s = fs.readFileSync(`/proc/${ch.pid}/stat`, 'utf8').split(' ');
  return (+s[13] + +s[14]) * 10;
};
console.log('idle rss', rss());
const c0 = cpu();
await new Promise((r) => setTimeout(r, 5000));
console.log('idle cpu ms per 5 s', cpu() - c0);
const c = createClient({ url: ch.url, max_open_connections: 20 });
const lat = [];
for (let i = 0; i < 1000; i++) {
  const t = performance.now();
  await (await c.query({ query: 'SELECT 1', format: 'JSONEachRow' })).json();
  lat.push(performance.now() - t);
}
lat.sort((a, b) => a - b);
console.log('trivial p50', lat[500].toFixed(2), 'p99', lat[990].toFixed(2));
await c.command({
  query: `CREATE OR REPLACE TABLE ev (id UInt64, tenant LowCardinality(String), at DateTime64(3), amount Decimal(18,4), rep String, note String) ENGINE=MergeTree ORDER BY (tenant, at, id)`,
});
const N = 25000,
  B = 20;
const rows = [];
for (let i = 0; i < N; i++)
  rows.push([i, 'acme', 1700000000000 + i, '12.5000', 'rep-' + (i % 200), 'note number ' + i]);
const names = ['id', 'tenant', 'at', 'amount', 'rep', 'note'];
for (const conc of [1, 2])
  for (const fmt of ['JSONCompactEachRow', 'JSONEachRow', 'RowBinary', 'Native']) {
    let bodies;
    if (fmt === 'JSONCompactEachRow')
      bodies = Buffer.from(rows.map((r) => JSON.stringify(r)).join('\n') + '\n');
    else if (fmt === 'JSONEachRow')
      bodies = Buffer.from(
        rows.map((r) => JSON.stringify(Object.fromEntries(r.map((v, i) => [names[i], v])))).join('\n') + '\n',
      );
    else {
      const r = await c.exec({ query: `SELECT * FROM ev ORDER BY id LIMIT ${N} FORMAT ${fmt}` });
      const ch = [];
      for await (const x of r.stream) ch.push(x);
      bodies = Buffer.concat(ch);
    }
    const t = performance.now(),
      c1 = cpu();
    let n = 0;
    await Promise.all(
      Array.from({ length: conc }, async () => {
        while (n < B) {
          n++;
          {
            const r = await fetch(
              ch.url + '/?async_insert=0&query=' + encodeURIComponent('INSERT INTO ev FORMAT ' + fmt),
              { method: 'POST', body: bodies },
            );
            const t = await r.text();
            if (!r.ok) throw new Error(t);
          }
        }
      }),
    );
    const s = (performance.now() - t) / 1000;
    console.log(
      'conc',
      conc,
      fmt,
      ((N * B) / s) | 0,
      'rows/s',
      'MB',
      (bodies.length / 1e6).toFixed(1),
      'engine cpu us/row',
      (((cpu() - c1) * 1000) / N / B).toFixed(2),
    );
    if (conc === 1 && fmt === 'JSONEachRow') {
      const t = performance.now();
      for (let i = 0; i < 10; i++)
        await c.insert({
          table: 'ev',
          values: rows,
          format: 'JSONCompactEachRow',
          clickhouse_settings: { async_insert: 0 },
        });
      console.log(
        'client values array JSONCompactEachRow',
        (((N * 10) / (performance.now() - t)) * 1000) | 0,
      );
    }
  }
console.log(
  await (
    await c.query({
      query: "select count(), sum(rows) from system.parts where table='ev' and active",
      format: 'JSONCompactEachRow',
    })
  ).text(),
);
console.log('rss after', rss());
const t = performance.now();
const r = await c.exec({ query: 'SELECT number, toString(number) FROM numbers(20000000) FORMAT RowBinary' });
let bytes = 0,
  max = 0;
for await (const x of r.stream) {
  bytes += x.length;
  const m = rss();
  if (m > max) max = m;
}
console.log('read', bytes / 1e6, 'MB in', (performance.now() - t) | 0, 'ms, max rss', max);
await c.close();
for (const w of [5, 10, 20]) {
  await new Promise((r) => setTimeout(r, w * 1000));
  console.log('after', w, fs.readFileSync(`/proc/${ch.pid}/status`, 'utf8').match(/Rss.*/g).join(' '));
}
for (const t of fs.readdirSync(`/proc/${ch.pid}/task`)) {
  const s = fs.readFileSync(`/proc/${ch.pid}/task/${t}/stat`, 'utf8').split(' ');
  console.log(t === String(ch.pid) ? 'MAIN' : '', s[1], +s[13] + +s[14]);
}
const c9 = cpu();
await new Promise((r) => setTimeout(r, 3000));
console.log('rss 3 s later', rss());
const ts = Date.now();
await ch.stop();
console.log('stop', Date.now() - ts);
