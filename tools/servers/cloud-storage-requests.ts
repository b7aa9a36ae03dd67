/** What a request to the JSON API asks for, as far as its method and address tell. */
export interface StorageRequest {
  readonly method: string;
  /** Decoded path with query, as matched by faults. */
  readonly path: string;
  readonly kind: 'read' | 'write' | 'delete' | 'list' | 'other';
  readonly bucket?: string;
  readonly object?: string;
}

/** A request that was answered; `status` is what the client saw, 0 for a connection that was reset. */
export interface AnsweredRequest extends StorageRequest {
  readonly status: number;
}

export interface StorageCounts {
  readonly reads: number;
  readonly writes: number;
  readonly deletes: number;
  readonly lists: number;
  /** `bucket/object` → the same, for that object. */
  readonly objects: Readonly<
    Record<string, { readonly reads: number; readonly writes: number; readonly deletes: number }>
  >;
}

/** Object names travel percent-encoded as one path segment, so the raw address is taken apart before decoding. */
export function classifyRequest(method: string, address: string): StorageRequest {
  const [rawPath = '', rawQuery = ''] = address.split(/\?(.*)/s);
  const path = decode(rawPath) + (rawQuery && `?${decode(rawQuery)}`);
  const match = /^\/(upload\/|download\/)?storage\/v1\/b\/([^/]+)\/o(?:\/(.+))?\/?$/.exec(rawPath);
  if (!match) return { method, path, kind: 'other' };
  const bucket = decode(match[2] ?? '');
  const isUpload = match[1] === 'upload/';
  const object = isUpload ? (new URLSearchParams(rawQuery).get('name') ?? undefined) : match[3] && decode(match[3]);
  return { method, path, kind: kindOf(method, isUpload, object), bucket, ...(object !== undefined && { object }) };
}

function kindOf(method: string, isUpload: boolean, object: string | undefined): StorageRequest['kind'] {
  if (isUpload) return 'write';
  if (method === 'GET' || method === 'HEAD') return object === undefined ? 'list' : 'read';
  return method === 'DELETE' ? 'delete' : 'write';
}

export function countRequests(requests: readonly StorageRequest[]): StorageCounts {
  const total = { reads: 0, writes: 0, deletes: 0, lists: 0 };
  const objects: Record<string, { reads: number; writes: number; deletes: number }> = {};
  for (const { kind, bucket, object } of requests) {
    if (kind === 'other') continue;
    total[`${kind}s`]++;
    if (kind === 'list' || object === undefined) continue;
    const name = `${bucket}/${object}`;
    objects[name] ??= { reads: 0, writes: 0, deletes: 0 };
    objects[name][`${kind}s`]++;
  }
  return { ...total, objects };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
