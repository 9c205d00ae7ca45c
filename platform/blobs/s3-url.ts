import { CannotStart } from '../cannot-start.ts';

export interface S3Address {
  endpoint: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/**
 * `s3://<key>:<secret>@<host>[:<port>]/<bucket>?region=…&tls=0|1`; key and secret percent-encoded where needed, region
 * `us-east-1` and TLS on unless told otherwise. Throws `CannotStart`, without the secret.
 */
export function parseS3Url(text: string): S3Address {
  const refuse = (what: string): never => {
    throw new CannotStart(`S3_URL ${what}; it is s3://key:secret@host:port/bucket?region=…&tls=0|1`);
  };
  const url = URL.canParse(text) ? new URL(text) : refuse('is not an address');
  const bucket = url.pathname.slice(1);
  const tls = url.searchParams.get('tls') ?? '1';
  if (url.username === '' || url.password === '') refuse('has no key or no secret');
  if (url.hostname === '') refuse('has no host');
  if (!/^[a-z0-9][a-z0-9.-]{1,62}$/.test(bucket)) refuse('has no valid bucket');
  if (tls !== '0' && tls !== '1') refuse('has a tls that is neither 0 nor 1');
  return {
    endpoint: `${tls === '1' ? 'https' : 'http'}://${url.host}`,
    region: url.searchParams.get('region') ?? 'us-east-1',
    bucket,
    accessKeyId: decodeURIComponent(url.username),
    secretAccessKey: decodeURIComponent(url.password),
  };
}
