import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { RegistryLogin } from '../../src/cluster/registry/docker-config.ts';
import { resolveImages } from '../../src/cluster/registry/resolve-images.ts';
import { UserError } from '../../src/report/index.ts';
import { digestOf } from '../../src/values/index.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';

const manifest = JSON.stringify({ schemaVersion: 2 });
const digest = digestOf(manifest);
const path = '/v2/keep/client/manifests/v1';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}
type Answer = (asked: Asked, response: ServerResponse) => void;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A registry on loopback that answers as told, and what happens when an image of it is to be resolved. */
async function serve(answer: Answer, login?: RegistryLogin) {
  const asked: Asked[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    const one = {
      method: request.method ?? '',
      path: request.url ?? '',
      authorization: request.headers.authorization,
      body: await text(request),
    };
    asked.push(one);
    answer(one, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { log, lines } = recordingLog();
  const stop = new AbortController();
  const resolve = async (...names: readonly string[]) => {
    const images = (names.length === 0 ? ['keep/client:v1'] : names).map((name) => `${host}/${name}`);
    const { images: found, findings } = await resolveImages(
      images.map((image) => ({ image, what: 'the input image' })),
      { loginOf: async () => login, signal: stop.signal, log, timeoutMs: 2_000, pauseMs: 1 },
    );
    return {
      images: images.map((image) => found.get(image)),
      digests: images.map((image) => found.get(image)?.replace(/^.*@/, '')),
      problems: findings.map(({ message }) => message.replaceAll(host, 'HOST')),
    };
  };
  return { host, asked, lines, resolve, stop };
}

const there: Answer = ({ method }, response) => {
  response.setHeader('docker-content-digest', digest);
  response.setHeader('content-type', 'application/vnd.oci.image.manifest.v1+json');
  response.end(method === 'HEAD' ? undefined : manifest);
};
const refuse = (status: number, body: unknown = '', headers: Readonly<Record<string, string>> = {}): Answer => {
  return (_, response) =>
    void response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
};
const inTurn = (...answers: readonly [Answer, ...Answer[]]): Answer => {
  let turn = 0;
  return (asked, response) => (answers[Math.min(turn++, answers.length - 1)] ?? there)(asked, response);
};
const basic = (login: string) => `Basic ${Buffer.from(login).toString('base64')}`;
const password: RegistryLogin = { kind: 'password', username: 'me', password: 'correct horse' };

/** A registry whose token server gives the tokens in turn; it opens for the last one only. */
const withTokens = (
  tokens: readonly string[],
  more: { readonly scope?: string; readonly life?: number } = {},
): Answer => {
  let given = 0;
  return (asked, response) => {
    if (asked.path.startsWith('/token')) {
      const token = tokens[Math.min(given++, tokens.length - 1)];
      return void response.end(JSON.stringify({ token, ...(more.life !== undefined && { expires_in: more.life }) }));
    }
    if (asked.authorization === `Bearer ${tokens.at(-1)}`) return there(asked, response);
    const { host } = response.req.headers;
    const scope = more.scope === undefined ? '' : `,scope="${more.scope}"`;
    response.setHeader('www-authenticate', `Bearer realm="http://${host}/token",service="the registry"${scope}`);
    refuse(401)(asked, response);
  };
};

describe('an image that can’t be resolved', () => {
  test.each([
    [
      'unknown tag',
      refuse(404, { errors: [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' }] }),
      'HOST has no keep/client:v1 (MANIFEST_UNKNOWN: manifest unknown): push the image first, or correct its name or tag',
    ],
    [
      'unknown tag without a word',
      refuse(404),
      'HOST has no keep/client:v1 (it answered 404): push the image first, or correct its name or tag',
    ],
    [
      'a page instead of an answer',
      refuse(404, '<html>lost</html>', { 'content-type': 'text/html' }),
      'HOST has no keep/client:v1 (it answered 404)',
    ],
    [
      'strangers',
      refuse(403),
      'HOST does not let strangers read keep/client (it answered 403): log in to HOST before this step',
    ],
    [
      'no credentials',
      refuse(401, '', { 'www-authenticate': 'Basic realm="x"' }),
      "HOST wants a login, and docker's configuration has none for it: log in to HOST before this step",
    ],
    ['a strange login', refuse(401, '', { 'www-authenticate': 'Negotiate' }), 'neither Bearer nor Basic'],
    [
      'a token server in the open',
      refuse(401, '', { 'www-authenticate': 'Bearer realm="http://login.example/token"' }),
      'HOST sends us to http://login.example: only https is spoken beyond this machine',
    ],
    [
      'bytes that are not what their name says',
      (asked: Asked, response: ServerResponse) => {
        response.setHeader('docker-content-digest', asked.method === 'HEAD' ? 'none' : digestOf('others'));
        response.end(asked.method === 'HEAD' ? undefined : manifest);
      },
      `HOST sent bytes with the digest ${digest} and named them ${digestOf('others')}`,
    ],
    [
      'a way in the open',
      refuse(307, '', { location: 'http://images.example/v2/' }),
      'HOST sends us to http://images.example: only https is spoken beyond this machine',
    ],
    [
      'the format of 2015',
      (asked: Asked, response: ServerResponse) => {
        response.setHeader('content-type', 'application/vnd.docker.distribution.manifest.v1+prettyjws');
        response.end(asked.method === 'HEAD' ? undefined : manifest);
      },
      'the image is in the format of 2015',
    ],
  ] satisfies readonly (readonly [string, Answer, string])[])(
    '(%s) is told with what the registry said and what to do',
    async (_, answer, expected) => {
      const { resolve } = await serve(answer);
      const { digests, problems } = await resolve();
      expect(digests).toEqual([undefined]);
      expect(problems).toEqual([expect.stringContaining(`the input image: HOST/keep/client:v1: `)]);
      expect(problems[0]).toContain(expected);
    },
  );

  test('is told at every place that names it, with the others that can’t be', async () => {
    const { resolve } = await serve(refuse(404));
    const { problems } = await resolve('keep/client:v1', 'keep/client:v1', 'Keep');
    expect(problems).toEqual([
      expect.stringContaining('HOST/keep/client:v1: HOST has no'),
      expect.stringContaining('HOST/keep/client:v1: HOST has no'),
      expect.stringContaining('HOST/Keep: is no image: expected'),
    ]);
  });

  test('by a login that is not accepted says so, and repeats neither the password nor its encoded form', async () => {
    const echo: Answer = ({ authorization = '' }, response) => {
      const { host } = response.req.headers;
      const said = Buffer.from(authorization.slice(6), 'base64').toString();
      response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${host}/token"` });
      response.end(JSON.stringify({ details: `bad login ${said} ${authorization}` }));
    };
    const { resolve } = await serve(echo, password);
    const { problems } = await resolve();
    expect(problems).toEqual([
      expect.stringMatching(
        /HOST does not accept the login of docker's configuration \(bad login me:\*\*\* Basic \*\*\*\)/,
      ),
    ]);
  });

  test('because the registry is away is told after five tries', async () => {
    const { resolve, asked, lines } = await serve(refuse(503));
    const { problems } = await resolve();
    expect(problems).toEqual([expect.stringContaining('HOST answered 503 when asked for keep/client:v1')]);
    expect(problems[0]).toMatch(/an image by digest \(.*\) is taken as it is, and no registry is asked$/);
    expect(asked.map(({ method }) => method)).toEqual(Array.from({ length: 5 }, () => 'HEAD'));
    expect(lines[0]).toMatch(/^info HEAD http:\/\/127.*: answered 503; attempt 2 of 5 follows$/);
  });

  test('because the registry wants an hour’s peace is told at once', async () => {
    const { resolve, asked } = await serve(
      refuse(429, { errors: [{ code: 'TOOMANYREQUESTS', message: 'slow down' }] }, { 'retry-after': '3600' }),
    );
    const { problems } = await resolve();
    expect(problems).toEqual([expect.stringContaining('HOST has had too many questions (it answered 429)')]);
    expect(asked.map(({ method }) => method)).toEqual(['HEAD']);
  });

  test('once the run is stopped ends with the signal’s reason', async () => {
    const scene = await serve((_, __) => scene.stop.abort(new UserError('SIGTERM')));
    await expect(scene.resolve()).rejects.toThrow('SIGTERM');
  });
});

describe('a tag', () => {
  test('is resolved by one HEAD that takes every kind of manifest, and each distinct image once', async () => {
    let accept = '';
    const { resolve, asked } = await serve((one, response) => {
      accept = response.req.headers.accept ?? '';
      there(one, response);
    });
    expect((await resolve('keep/client:v1', 'keep/client:v1')).digests).toEqual([digest, digest]);
    expect(asked).toEqual([{ method: 'HEAD', path, authorization: undefined, body: '' }]);
    for (const type of [
      'oci.image.index.v1',
      'docker.distribution.manifest.list.v2',
      'oci.image.manifest.v1',
      'docker.distribution.manifest.v2',
    ]) {
      expect(accept).toContain(type);
    }
  });

  test('is resolved by its bytes where the registry names no digest, or has no HEAD', async () => {
    const nameless: Answer = ({ method }, response) => void response.end(method === 'HEAD' ? undefined : manifest);
    expect((await (await serve(nameless)).resolve()).digests).toEqual([digest]);
    const headless: Answer = (asked, response) => (asked.method === 'HEAD' ? refuse(405) : nameless)(asked, response);
    expect((await (await serve(headless)).resolve()).digests).toEqual([digest]);
  });

  test.each([
    ['429 with Retry-After', refuse(429, '', { 'retry-after': '0' })],
    ['500', refuse(500)],
    ['502', refuse(502)],
    ['a connection that was reset', ((_, response) => void response.req.socket.resetAndDestroy()) as Answer],
  ])('is asked for again after %s', async (_, first) => {
    const { resolve, asked } = await serve(inTurn(first, there));
    expect((await resolve()).digests).toEqual([digest]);
    expect(asked).toHaveLength(2);
  });

  test('is followed to where the registry sends us, without the login when that is another host', async () => {
    const { resolve, asked, host } = await serve((one, response) => {
      if (one.path.startsWith('/moved')) return there(one, response);
      if (one.authorization === undefined)
        return refuse(401, '', { 'www-authenticate': 'Basic realm="x"' })(one, response);
      const elsewhere = `http://${host.replace('127.0.0.1', 'localhost')}/moved`;
      refuse(307, '', { location: elsewhere })(one, response);
    }, password);
    expect((await resolve()).digests).toEqual([digest]);
    expect(asked.map(({ authorization }) => authorization)).toEqual([undefined, basic('me:correct horse'), undefined]);
  });

  test('is taken as it is written where the reference has a digest, and not asked for', async () => {
    const { host, resolve, asked } = await serve(refuse(500));
    const found = await resolve(`keep/client:v1@${digest}`);
    expect(found.images).toEqual([`${host}/keep/client:v1@${digest}`]);
    expect(asked).toEqual([]);
  });
});

describe('a registry that asks who we are', () => {
  test('by user and password gets them', async () => {
    const { resolve, asked } = await serve(
      (one, response) =>
        one.authorization === basic('me:correct horse')
          ? there(one, response)
          : refuse(401, '', { 'www-authenticate': 'Basic realm="x"' })(one, response),
      password,
    );
    expect((await resolve()).digests).toEqual([digest]);
    expect(asked).toHaveLength(2);
  });

  test('by a token gets one for pulling this image, had anonymously where nobody logged in', async () => {
    const { resolve, asked } = await serve(withTokens(['t1']));
    expect((await resolve()).digests).toEqual([digest]);
    expect(asked.map(({ path: one, authorization }) => `${one} ${authorization}`)).toEqual([
      `${path} undefined`,
      '/token?service=the+registry&scope=repository%3Akeep%2Fclient%3Apull undefined',
      `${path} Bearer t1`,
    ]);
  });

  test('by a token with a scope of its own gets one for that, had with the login', async () => {
    const { resolve, asked } = await serve(withTokens(['t1'], { scope: 'repository:keep/client:pull,list' }), password);
    expect((await resolve()).digests).toEqual([digest]);
    expect(asked[1]).toMatchObject({
      path: '/token?service=the+registry&scope=repository%3Akeep%2Fclient%3Apull%2Clist',
      authorization: basic('me:correct horse'),
    });
  });

  test('by a token, with an identity token at hand, gets one that was exchanged for it', async () => {
    const { resolve, asked } = await serve(withTokens(['t1']), { kind: 'identity', token: 'the refresh token' });
    expect((await resolve()).digests).toEqual([digest]);
    expect(asked[1]).toMatchObject({ method: 'POST', path: '/token', authorization: undefined });
    expect(Object.fromEntries(new URLSearchParams(asked[1]?.body))).toEqual({
      grant_type: 'refresh_token',
      service: 'the registry',
      scope: 'repository:keep/client:pull',
      client_id: 'keep-deploy',
      refresh_token: 'the refresh token',
    });
  });

  test('is given the same token again for the same image name, and is asked for no second one', async () => {
    const { resolve, asked } = await serve(withTokens(['t1']));
    expect((await resolve('keep/client:v1', 'keep/client:v2', 'keep/client:v3')).digests).toEqual([
      digest,
      digest,
      digest,
    ]);
    expect(asked.filter(({ path: one }) => one.startsWith('/token'))).toHaveLength(1);
  });

  test.each([
    ['is no longer accepted', undefined],
    ['is about to run out', 5],
  ])('whose token %s is asked for a new one', async (_, life) => {
    let given = 0;
    const { resolve, asked } = await serve((one, response) => {
      if (one.path.startsWith('/token')) {
        return void response.end(JSON.stringify({ access_token: `t${++given}`, expires_in: life }));
      }
      const accepts = one.method === 'HEAD' || life !== undefined ? /^Bearer/ : /^Bearer t2$/;
      if (accepts.test(one.authorization ?? '')) return void response.end(one.method === 'HEAD' ? undefined : manifest);
      response.setHeader('www-authenticate', `Bearer realm="http://${response.req.headers.host}/token"`);
      refuse(401)(one, response);
    });
    expect((await resolve()).digests).toEqual([digest]);
    expect(asked.at(-1)?.authorization).toBe('Bearer t2');
    expect(given).toBe(2);
    expect(asked.length).toBeLessThan(10);
  });

  test('and doesn’t accept a fresh token is asked no third time', async () => {
    const { resolve, asked } = await serve(withTokens(['t1', 'never given']), password);
    const { problems } = await resolve('keep/client:v1');
    expect(problems).toEqual([
      expect.stringContaining("HOST does not let the login of docker's configuration read keep/client"),
    ]);
    expect(asked.map(({ path: one }) => one.replace(/\?.*/, ''))).toEqual([path, '/token', path]);
  });
});
