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
 * in the order in which it came about. Resolves once it is heard; a watch that breaks off tells `failed`.
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
    const url = `${cluster.apiServerUrl}${path}${path.includes('?') ? '&' : '?'}watch=1`;
    const asked = request(url, { ca: cluster.caPem, cert, key, agent: false });
    const fail = (error: Error) => {
      if (isStopped) return;
      reject(error);
      failed(error);
    };
    asked.on('error', fail);
    asked.once('response', (response) => {
      if (response.statusCode !== 200) return fail(new Error(`watch ${path}: ${response.statusCode}`));
      response.on('error', fail);
      response.once('close', () => fail(new Error(`watch ${path}: it ended`)));
      const lines = createInterface({ input: response, crlfDelay: Number.POSITIVE_INFINITY });
      lines.on('error', fail);
      lines.on('line', (line) => {
        if (isStopped) return;
        const { type, object } = JSON.parse(line) as Omit<ObjectEvent<T>, 'atMs'>;
        onEvent({ type, object, atMs: performance.now() });
      });
      const stop = () => {
        isStopped = true;
        asked.destroy();
      };
      resolve({ stop });
    });
    asked.end();
  });
}
