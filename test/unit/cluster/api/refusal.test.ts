import { describe, expect, test } from '@jest/globals';
import { forbidderOf } from '../../../../src/cluster/api/forbidden-by.ts';
import { refusalOf } from '../../../../src/cluster/api/refusal.ts';

const statusOf = (code: number, reason: string, message: string) =>
  JSON.stringify({ kind: 'Status', status: 'Failure', code, reason, message });

const permission = /\. Give the credentials of the kubeconfig this permission\.$/;
const quota =
  /Have ResourceQuota small raised, or remove what it counts and nobody needs \(`kubectl describe resourcequota small`/;
const rule = /That is no lack of a permission: a rule of the cluster .* have the rule changed\.$/;

describe('a refusal of the API server is told with what helps against it:', () => {
  // As kube-apiserver 1.36 and GKE word them.
  test.each([
    [
      'RBAC',
      403,
      'Forbidden',
      'pods is forbidden: User "ci" cannot list resource "pods" in API group "" in the namespace "keep"',
      permission,
    ],
    [
      'RBAC of one object',
      403,
      'Forbidden',
      'statefulsets.apps "a" is forbidden: User "ci" cannot patch resource "statefulsets" in API group "apps" in the namespace "keep"',
      permission,
    ],
    ['a path', 403, 'Forbidden', 'forbidden: User "ci" cannot get path "/version"', permission],
    [
      'nobody',
      403,
      'Forbidden',
      'forbidden: User "system:anonymous" cannot get path "/version"',
      /asked as nobody: the kubeconfig has no credentials.* Log in to the cluster/,
    ],
    [
      'IAM',
      403,
      'Forbidden',
      'pods is forbidden: User "ci@x.iam" cannot list resource "pods" in API group "" in the namespace "keep": requires one of ["container.pods.list"] permission(s).',
      permission,
    ],
    [
      'the rule that nobody gives more than they have',
      403,
      'Forbidden',
      'roles.rbac.authorization.k8s.io "a" is forbidden: user "ci" (groups=["x"]) is attempting to grant RBAC permissions not currently held: {APIGroups:[""]}',
      permission,
    ],
    [
      'a quota',
      403,
      'Forbidden',
      'secrets "a" is forbidden: exceeded quota: small, requested: secrets=1, used: secrets=9, limited: secrets=9',
      quota,
    ],
    [
      'a LimitRange',
      403,
      'Forbidden',
      'persistentvolumeclaims "a" is forbidden: maximum storage usage per PersistentVolumeClaim is 1Gi, but request is 2Gi',
      rule,
    ],
    [
      'an admission policy',
      422,
      'Invalid',
      `configmaps "a" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no`,
      rule,
    ],
    [
      'a webhook that speaks of users',
      400,
      'BadRequest',
      'admission webhook "w" denied the request: User "ci" cannot create resource "secrets"',
      rule,
    ],
    [
      'a namespace that goes',
      403,
      'Forbidden',
      'secrets "a" is forbidden: unable to create new content in namespace keep because it is being terminated',
      rule,
    ],
  ])('%s', (_, status, reason, message, advice) => {
    expect(refusalOf('POST /x', status, statusOf(status, reason, message)).message).toMatch(advice);
  });

  test.each([
    ['a wrong object', 422, statusOf(422, 'Invalid', 'StatefulSet.apps "a" is invalid: spec.replicas: Invalid value')],
    ['what is no API server', 403, '<html>Forbidden: User "x" cannot get resource "y"</html>'],
    ['a server that is not well', 500, statusOf(500, 'InternalError', 'exceeded quota: small')],
  ])('%s, nothing', (_, status, body) => {
    expect(refusalOf('POST /x', status, body).message).not.toMatch(/permission/);
    expect(forbidderOf(status, '', body)).toBeUndefined();
  });
});
