import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';

/**
 * X.509 certificates over P-256, written in DER here: Node can make keys and signatures but no certificates, and the
 * machine need not have an `openssl` command. https://www.rfc-editor.org/rfc/rfc5280
 */
export interface CertificateRequest {
  readonly commonName: string;
  readonly organization?: string;
  /** DNS names and IPv4 addresses under which a server is reached. */
  readonly hosts?: readonly string[];
}

export interface Certificate {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

export interface CertificateAuthority {
  readonly certificatePem: string;
  issue(request: CertificateRequest): Certificate;
}

export function createCertificateAuthority(commonName: string): CertificateAuthority {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = encodeName({ commonName });
  const usages = [extension('2.5.29.19', true, sequence(boolean(true))), keyUsage(0x06)];
  const certificatePem = signCertificate({ subject, issuer: subject, key: privateKey, signer: privateKey, usages });
  const issue = (request: CertificateRequest): Certificate => {
    const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const hosts = request.hosts ?? [];
    const extended = sequence(objectIdentifier('1.3.6.1.5.5.7.3.1'), objectIdentifier('1.3.6.1.5.5.7.3.2'));
    const usages = [keyUsage(0x80), extension('2.5.29.37', false, extended)];
    if (hosts.length > 0) usages.push(extension('2.5.29.17', false, sequence(...hosts.map(encodeHost))));
    return {
      certificatePem: signCertificate({
        subject: encodeName(request),
        issuer: subject,
        key,
        signer: privateKey,
        usages,
      }),
      privateKeyPem: exportPrivateKey(key),
    };
  };
  return { certificatePem, issue };
}

/** Kubernetes signs service-account tokens with a key pair of its own. */
export function createSigningKey(): { readonly privateKeyPem: string; readonly publicKeyPem: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return { privateKeyPem: exportPrivateKey(privateKey), publicKeyPem };
}

const exportPrivateKey = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();

interface ToBeSigned {
  readonly subject: Buffer;
  readonly issuer: Buffer;
  readonly key: KeyObject;
  readonly signer: KeyObject;
  readonly usages: readonly Buffer[];
}

function signCertificate({ subject, issuer, key, signer, usages }: ToBeSigned): string {
  const ecdsaWithSha256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40; // Positive, and no leading zero to strip.
  const now = Date.now();
  const hour = 60 * 60 * 1000;
  const body = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, serial),
    ecdsaWithSha256,
    issuer,
    sequence(time(now - hour), time(now + 365 * 24 * hour)),
    subject,
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...usages)),
  );
  const certificate = sequence(body, ecdsaWithSha256, bitString(sign('sha256', body, signer)));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function encodeName({ commonName, organization }: CertificateRequest): Buffer {
  const attribute = (id: string, text: string) =>
    tagged(0x31, sequence(objectIdentifier(id), tagged(0x0c, Buffer.from(text))));
  return sequence(
    ...(organization === undefined ? [] : [attribute('2.5.4.10', organization)]),
    attribute('2.5.4.3', commonName),
  );
}

const encodeHost = (host: string) =>
  isIPv4(host) ? tagged(0x87, Buffer.from(host.split('.').map(Number))) : tagged(0x82, Buffer.from(host));

const keyUsage = (bits: number) => extension('2.5.29.15', true, bitString(Buffer.from([bits])));

function extension(id: string, isCritical: boolean, value: Buffer): Buffer {
  return sequence(objectIdentifier(id), ...(isCritical ? [boolean(true)] : []), tagged(0x04, value));
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: readonly Buffer[]) => tagged(0x30, Buffer.concat(parts));
const boolean = (value: boolean) => tagged(0x01, Buffer.from([value ? 0xff : 0]));
const bitString = (bytes: Buffer) => tagged(0x03, Buffer.concat([Buffer.from([0]), bytes]));

/** 20261121T120508Z → 261121120508Z: two-digit years reach to 2049. */
const time = (at: number) =>
  tagged(0x17, Buffer.from(`${new Date(at).toISOString().replace(/\D/g, '').slice(2, 14)}Z`));

function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const base128 = (value: number): number[] => {
    const bytes = [value & 0x7f];
    for (let left = value >> 7; left > 0; left >>= 7) bytes.unshift((left & 0x7f) | 0x80);
    return bytes;
  };
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}
