import { describe, expect, test } from '@jest/globals';
import { isRequest, nameRequest } from '../../../tools/servers/api-request.ts';

describe('a request is named as the audit log names it', () => {
  test.each([
    ['GET', '/version', 'get ', { resource: '' }],
    ['GET', '/api/v1/nodes', 'list nodes', {}],
    ['GET', '/api/v1/nodes/one', 'get nodes', { name: 'one' }],
    ['GET', '/api/v1/namespaces/keep', 'get namespaces', { name: 'keep', namespace: '' }],
    ['GET', '/api/v1/namespaces/keep/pods?watch=true&resourceVersion=7', 'watch pods', { namespace: 'keep' }],
    ['GET', '/api/v1/namespaces/keep/pods?watch=0', 'list pods', {}],
    ['GET', '/api/v1/namespaces/keep/pods/web-0/log?previous=true', 'get pods', { name: 'web-0', subresource: 'log' }],
    ['PATCH', '/apis/apps/v1/namespaces/keep/statefulsets/web', 'patch statefulsets', { namespace: 'keep' }],
    ['PATCH', '/apis/apps/v1/namespaces/keep/statefulsets/web?dryRun=All', 'patch statefulsets', { isDryRun: true }],
    ['DELETE', '/api/v1/namespaces/keep/pods/web-0', 'delete pods', { name: 'web-0' }],
    ['DELETE', '/api/v1/namespaces/keep/pods', 'deletecollection pods', {}],
    ['POST', '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', 'create selfsubjectrulesreviews', {}],
    [
      'PUT',
      '/apis/coordination.k8s.io/v1/namespaces/keep/leases/keep-deploy',
      'update leases',
      { name: 'keep-deploy' },
    ],
  ])('%s %s is %s', (method, path, kind, more) => {
    const named = nameRequest(method, path);
    // What is no resource has only its path.
    const verb = named.resource === '' ? 'get' : named.verb;
    expect(`${verb} ${named.resource}`).toBe(kind);
    expect(named).toMatchObject({ isDryRun: false, ...more });
  });

  test('a filter names parts of it, as text or pattern', () => {
    const named = nameRequest('DELETE', '/api/v1/namespaces/keep/pods/web-0');
    expect(isRequest(named, {})).toBe(true);
    expect(isRequest(named, { verb: 'delete', name: /^web-/ })).toBe(true);
    expect(isRequest(named, { verb: 'delete', name: 'web' })).toBe(false);
    expect(isRequest(named, { isDryRun: true })).toBe(false);
  });
});
