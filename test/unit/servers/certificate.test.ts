import { createPrivateKey, X509Certificate } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { createCertificateAuthority } from '../../../tools/servers/certificate.ts';

const authority = createCertificateAuthority('an authority');
const request = {
  commonName: 'system:node:één',
  organization: 'system:nodes',
  hosts: ['127.0.0.1', '10.96.0.1', 'kubernetes.default.svc'],
};
const issued = authority.issue(request);
const certificate = new X509Certificate(issued.certificatePem);

test('a certificate of another authority of the same name does not verify', () => {
  const other = new X509Certificate(createCertificateAuthority('an authority').issue(request).certificatePem);
  expect(other.verify(new X509Certificate(authority.certificatePem).publicKey)).toBe(false);
});

test('a certificate verifies against its authority and belongs to its key', () => {
  const root = new X509Certificate(authority.certificatePem);
  expect(root.ca).toBe(true);
  expect(certificate.ca).toBe(false);
  expect(certificate.checkIssued(root)).toBe(true);
  expect(certificate.verify(root.publicKey)).toBe(true);
  expect(certificate.checkPrivateKey(createPrivateKey(issued.privateKeyPem))).toBe(true);
});

test('a certificate carries name, organization and each host, and no other', () => {
  expect(certificate.subject).toBe('O=system:nodes\nCN=system:node:één');
  expect(certificate.subjectAltName).toBe('IP Address:127.0.0.1, IP Address:10.96.0.1, DNS:kubernetes.default.svc');
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(certificate.checkIP('127.0.0.2')).toBeUndefined();
});

test('a certificate is for servers and clients, valid now and for a year', () => {
  expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
  const days = (certificate.validToDate.getTime() - certificate.validFromDate.getTime()) / 86_400_000;
  expect(certificate.validFromDate.getTime()).toBeLessThan(Date.now());
  expect(Math.round(days)).toBe(365);
});

test('no two certificates share a serial number', () => {
  expect(new X509Certificate(authority.issue(request).certificatePem).serialNumber).not.toBe(certificate.serialNumber);
});
