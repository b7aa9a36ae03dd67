import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Certificate,
  type CertificateRequest,
  createCertificateAuthority,
  createSigningKey,
} from './certificate.ts';

export interface CertificateFiles extends Certificate {
  readonly certFile: string;
  readonly keyFile: string;
}

/** One cluster's authority, and the files its programs read. */
export interface ClusterCredentials {
  readonly caFile: string;
  readonly caPem: string;
  readonly serviceAccountKeyFile: string;
  readonly serviceAccountPublicKeyFile: string;
  issueCertificate(request: CertificateRequest): CertificateFiles;
  /** A kubeconfig that carries its own new client certificate. Returns the file. */
  writeKubeconfig(apiServerUrl: string, request: CertificateRequest): string;
}

export function createClusterCredentials(folder: string): ClusterCredentials {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const write = (name: string, content: string) => {
    const file = join(folder, name);
    writeFileSync(file, content, { mode: 0o600 });
    return file;
  };
  const authority = createCertificateAuthority('keep-deploy test cluster');
  const signingKey = createSigningKey();
  let issued = 0;
  const issueCertificate = (request: CertificateRequest) => {
    const certificate = authority.issue(request);
    const name = `${++issued}-${request.commonName.replace(/[^\w.-]/g, '_')}`;
    const [certFile, keyFile] = [
      write(`${name}.crt`, certificate.certificatePem),
      write(`${name}.key`, certificate.privateKeyPem),
    ];
    return { ...certificate, certFile, keyFile };
  };
  return {
    caFile: write('ca.crt', authority.certificatePem),
    caPem: authority.certificatePem,
    serviceAccountKeyFile: write('service-account.key', signingKey.privateKeyPem),
    serviceAccountPublicKeyFile: write('service-account.pub', signingKey.publicKeyPem),
    issueCertificate,
    writeKubeconfig: (apiServerUrl, request) => {
      const certificate = issueCertificate(request);
      const content = kubeconfig(apiServerUrl, authority.certificatePem, certificate, request.commonName);
      return write(`${issued}.kubeconfig`, content);
    },
  };
}

/** JSON is YAML: every reader of a kubeconfig takes it. */
function kubeconfig(server: string, caPem: string, certificate: Certificate, user: string): string {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const credentials = {
    'client-certificate-data': base64(certificate.certificatePem),
    'client-key-data': base64(certificate.privateKeyPem),
  };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'keep-deploy', cluster: { server, 'certificate-authority-data': base64(caPem) } }],
    users: [{ name: user, user: credentials }],
    contexts: [{ name: 'keep-deploy', context: { cluster: 'keep-deploy', user } }],
    'current-context': 'keep-deploy',
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
