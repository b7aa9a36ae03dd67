/** A request to an API server, in the words of its audit log. */
export interface NamedRequest {
  readonly verb: 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection' | 'other';
  /** Empty for what is no resource, such as /version. */
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly isDryRun: boolean;
}

/** https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb */
export function nameRequest(method: string, path: string): NamedRequest {
  const { pathname, searchParams } = new URL(path, 'https://api-server');
  const [root, ...rest] = pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  // /api/v1/… is the oldest group; all others are /apis/GROUP/VERSION/….
  const inGroup = root === 'api' ? rest.slice(1) : root === 'apis' ? rest.slice(2) : [];
  const isInNamespace = inGroup[0] === 'namespaces' && inGroup.length > 2;
  const namespace = isInNamespace ? (inGroup[1] ?? '') : '';
  const [resource = '', name = '', subresource = ''] = isInNamespace ? inGroup.slice(2) : inGroup;
  const isWatch = ['1', 'true'].includes(searchParams.get('watch') ?? '');
  const isDryRun = searchParams.get('dryRun') === 'All';
  return { verb: verbOf(method, name !== '', isWatch), resource, subresource, namespace, name, isDryRun };
}

function verbOf(method: string, hasName: boolean, isWatch: boolean): NamedRequest['verb'] {
  switch (method) {
    case 'GET':
      return isWatch ? 'watch' : hasName ? 'get' : 'list';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return hasName ? 'delete' : 'deletecollection';
    default:
      return 'other';
  }
}

export type RequestFilter = {
  readonly [Key in keyof NamedRequest]?: NamedRequest[Key] extends string
    ? NamedRequest[Key] | RegExp
    : NamedRequest[Key];
};

export function isRequest(request: NamedRequest, filter: RequestFilter): boolean {
  return Object.entries(filter).every(([key, wanted]) => {
    const found = request[key as keyof NamedRequest];
    return wanted instanceof RegExp ? wanted.test(String(found)) : found === wanted;
  });
}
