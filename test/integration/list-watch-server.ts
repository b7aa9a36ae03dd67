import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { LiveObject } from '../../src/cluster/kubernetes-object.ts';

/** What happens to one WATCH instead of its being answered well. `put` changes an object and gives the line that says so. */
export type WatchFault = (response: ServerResponse, put: (name: string, text?: string) => string) => void;

export interface ListWatchServer {
  readonly answer: RequestListener;
  put(name: string, text?: string): void;
  remove(name: string): void;
  /** For the next WATCH. */
  fault(fault: WatchFault): void;
  /** For the next LIST. */
  refuseList(status: number): void;
  state(): Readonly<Record<string, string>>;
  lists(): number;
  watches(): number;
}

/** One kind of one namespace, as an API server tells it over real connections. */
export function createListWatchServer(): ListWatchServer {
  let version = 100;
  let lists = 0;
  let watches = 0;
  const objects = new Map<string, LiveObject>();
  const history: { readonly version: number; readonly line: string }[] = [];
  const open = new Set<ServerResponse>();
  const faults: WatchFault[] = [];
  const refusals: number[] = [];

  const happen = (type: string, object: LiveObject): string => {
    const line = `${JSON.stringify({ type, object })}\n`;
    history.push({ version, line });
    for (const response of open) response.write(line);
    return line;
  };
  const put = (name: string, text = ''): string => {
    const before = objects.get(name);
    const uid = before?.metadata.uid ?? `uid-of-${name}-${version}`;
    const object = { metadata: { name, uid, resourceVersion: String(++version), annotations: { text } } };
    objects.set(name, object);
    return happen(before === undefined ? 'ADDED' : 'MODIFIED', object);
  };
  const watch = (response: ServerResponse, from: number) => {
    watches++;
    const fault = faults.shift();
    if (fault !== undefined) return fault(response, put);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    for (const one of history) if (one.version > from) response.write(one.line);
    open.add(response);
    response.once('close', () => open.delete(response));
  };
  const list = (response: ServerResponse) => {
    lists++;
    const status = refusals.shift();
    if (status !== undefined) return response.writeHead(status).end();
    response.end(JSON.stringify({ items: [...objects.values()], metadata: { resourceVersion: String(version) } }));
  };

  return {
    answer: (request: IncomingMessage, response: ServerResponse) => {
      const { searchParams } = new URL(request.url ?? '', 'http://localhost');
      if (searchParams.get('watch') === 'true') watch(response, Number(searchParams.get('resourceVersion')));
      else list(response);
    },
    put: (name, text) => void put(name, text),
    remove: (name) => {
      const before = objects.get(name);
      if (before === undefined) return;
      objects.delete(name);
      happen('DELETED', { metadata: { ...before.metadata, resourceVersion: String(++version) } });
    },
    fault: (fault) => void faults.push(fault),
    refuseList: (status) => void refusals.push(status),
    state: () =>
      Object.fromEntries([...objects].map(([name, { metadata }]) => [name, metadata.resourceVersion ?? '']).toSorted()),
    lists: () => lists,
    watches: () => watches,
  };
}
