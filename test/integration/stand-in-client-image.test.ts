import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createImage, type ImageFile, writeTar } from '../../tools/servers/image-layout.ts';

const file = (path: string, text: string, isExecutable = false): ImageFile => ({
  path,
  content: Buffer.from(text),
  isExecutable,
});
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'image-layout-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('an image', () => {
  test('refuses a path that its archive would cut', () => {
    expect(() => writeTar([file(`/${'a'.repeat(101)}`, '')])).toThrow('too long');
  });

  test('has the same digest for the same content, and another for a change of one byte, name or right', () => {
    const digestOf = (...files: ImageFile[]) => createImage({ files, entrypoint: ['/a'] }).manifest.digest;
    const digests = [file('/a', 'x'), file('/a', 'y'), file('/b', 'x'), file('/a', 'x', true)].map((one) =>
      digestOf(one),
    );
    expect(digestOf(file('/a', 'x'))).toBe(digests[0]);
    expect(new Set(digests).size).toBe(4);
  });

  test.each([0, 1, 511, 512, 513])('is an archive that tar reads, with a file of %i bytes in it', (size) => {
    const place = mkdtempSync(join(folder, 'image-'));
    const archive = join(folder, `${size}.tar`);
    writeFileSync(
      archive,
      writeTar([file('/usr/local/bin/client', 'x'.repeat(size), true), file('/etc/name', 'text')]),
    );
    execFileSync('tar', ['-xf', archive, '-C', place]);
    expect(readFileSync(join(place, 'usr/local/bin/client'), 'utf8')).toBe('x'.repeat(size));
    expect(readFileSync(join(place, 'etc/name'), 'utf8')).toBe('text');
    const isExecutable = (path: string) => (statSync(join(place, path)).mode & 0o111) !== 0;
    expect([isExecutable('usr/local/bin/client'), isExecutable('etc/name')]).toEqual([true, false]);
  });
});
