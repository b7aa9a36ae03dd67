import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createLineSplitter } from '../../../../src/cluster/api/line-splitter.ts';

test('lines are the same wherever the chunks end, within characters too', () => {
  const line = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', '').toWellFormed());
  fc.assert(
    fc.property(fc.array(line), fc.infiniteStream(fc.integer({ min: 1, max: 9 })), (lines, sizes) => {
      const bytes = Buffer.from(lines.map((one) => `${one}\n`).join(''));
      const splitter = createLineSplitter();
      const got: string[] = [];
      for (let at = 0; at < bytes.length; ) {
        const size = sizes.next().value ?? 1;
        got.push(...splitter.push(bytes.subarray(at, at + size)));
        at += size;
      }
      // A byte-order mark at the very beginning is no character of the first line.
      expect(got.join('\n').replace(/^\uFEFF/, '')).toBe(lines.join('\n').replace(/^\uFEFF/, ''));
    }),
  );
});

test('a line without an end is not kept for ever', () => {
  const splitter = createLineSplitter(100);
  expect(() => splitter.push(Buffer.alloc(101, 'x'))).toThrow(RangeError);
});
