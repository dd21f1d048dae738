import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bucketOf, HIGHEST, lowestOf } from '../histogram.js';
import { Mailbox } from '../mailbox.js';
import { Shown, Watchdog } from '../watchdog.js';

test("buckets are HdrHistogram's", () => {
  for (const [value, lowest] of [[0, 0], [1, 1], [2047, 2047], [2048, 2048], [2049, 2048], [4095, 4094], [4099, 4096],
    [1000000, 999936], [1000000.9, 999936], [HIGHEST, 1676 * 2 ** 31], [2 ** 62, 1676 * 2 ** 31], [-1, 0]]) {
    assert.equal(lowestOf(bucketOf(value)), lowest, `${value}`);
  }
  for (let bucket = 1; bucket <= bucketOf(HIGHEST); bucket++) {
    assert.equal(bucketOf(lowestOf(bucket)), bucket);
    assert.equal(bucketOf(lowestOf(bucket) - 1), bucket - 1);
  }
});

test('a mailbox keeps the order, and a full one its sender', async () => {
  const mailbox = new Mailbox(6);
  const entered = [];
  for (let i = 0; i < 9; i++) {
    mailbox.put(i)?.then(() => entered.push(i));
  }
  assert.deepEqual([0, 1, 2, 3].map(() => mailbox.poll()), [0, 1, 2, 3]);
  await undefined;
  assert.deepEqual(entered, [6, 7, 8]);
  assert.deepEqual([4, 5, 6, 7, 8].map(() => mailbox.poll()), [4, 5, 6, 7, 8]);
  assert.equal(mailbox.poll(), undefined);
  const arrival = mailbox.arrival();
  assert.equal(mailbox.put('handed over'), undefined);
  assert.equal(await arrival, 'handed over');
});

test('the watchdog ends what stands still, and lets the pacer wait', async () => {
  const lines = [];
  const shown = Shown.of(9, true, 3);
  shown.measuring = true;
  const bark = await new Promise((resolve) => {
    new Watchdog((line) => lines.push(line), resolve, 2).watch({ round: 5, fields: shown.fields() });
    setTimeout(() => {
      assert.ok(lines.length > 25, 'started = retired: it may rest');
      shown.started = 4;
      shown.deliveries[2] = 7;
    }, 200);
  });
  assert.match(bark, /0 of 9 tokens were retired/);
  assert.deepEqual(lines.at(-1), { line: 'progress', round: 5, deliveries: 7 });
});
