import { request } from 'node:https';
import { createInterface } from 'node:readline';
import type { ControlPlane } from './control-plane.ts';

export interface ObjectEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: T;
  /** When it came here, by `performance.now()`. */
  readonly atMs: number;
}

export interface Watching {
  stop(): void;
}

/**
 * An onlooker of its own name ("onlooker"), so that nobody's requests are counted wrongly: what is there, then each change
 * in the order in which it came about. Resolves once it is heard. The API server ends a watch that can't keep up with a
 * thousand pods: it is taken up where it ended; one that can't be tells `failed`.
 */
export function watchObjects<T>(
  cluster: Pick<ControlPlane, 'apiServerUrl' | 'caPem' | 'issueCertificate'>,
  path: string,
  onEvent: (event: ObjectEvent<T>) => void,
  failed: (error: Error) => void = () => {},
): Promise<Watching> {
  const { certificatePem: cert, privateKeyPem: key } = cluster.issueCertificate({
    commonName: 'onlooker',
    organization: 'system:masters',
  });
  return new Promise((resolve, reject) => {
    let isStopped = false;
    let end = () => {};
    const fail = (error: Error) => {
      if (isStopped) return;
      isStopped = true;
      reject(error);
      failed(error);
    };
    const stop = () => {
      isStopped = true;
      end();
    };
    const follow = (from: string | undefined) => {
      let last = from;
      const query = from === undefined ? 'watch=1' : `watch=1&resourceVersion=${from}`;
      const url = `${cluster.apiServerUrl}${path}${path.includes('?') ? '&' : '?'}${query}`;
      const asked = request(url, { ca: cluster.caPem, cert, key, agent: false });
      end = () => asked.destroy();
      asked.on('error', fail);
      asked.once('response', (response) => {
        if (response.statusCode !== 200) return fail(new Error(`watch ${path}: ${response.statusCode}`));
        response.on('error', fail);
        const lines = createInterface({ input: response, crlfDelay: Number.POSITIVE_INFINITY });
        lines.on('error', fail);
        lines.on('line', (line) => {
          if (isStopped) return;
          const { type, object } = JSON.parse(line) as Omit<ObjectEvent<T & Versioned>, 'atMs'>;
          const version = object.metadata?.resourceVersion;
          // An ERROR: what was before is forgotten (410), and nobody can say what was missed.
          if (version === undefined) return fail(new Error(`watch ${path}: ${line.slice(0, 500)}`));
          last = version;
          onEvent({ type, object, atMs: performance.now() });
        });
        // When its last line was read, which comes later than its end.
        lines.once('close', () => {
          if (isStopped) return;
          if (last === from) return fail(new Error(`watch ${path}: it ended`));
          follow(last);
        });
        resolve({ stop });
      });
      asked.end();
    };
    follow(undefined);
  });
}

interface Versioned {
  readonly metadata?: { readonly resourceVersion?: string };
}
