import { badTransport } from './errors.ts';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The address, which must be https, or http on this machine. Throws BAD_TRANSPORT. */
export const secureAddress = (name: string, text: string, base?: URL): URL => {
  let url: URL;
  try {
    url = new URL(text, base);
  } catch {
    throw badTransport(`transport ${name}`, 'an address is not a URL');
  }
  const isSafe =
    url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
  if (!isSafe) {
    throw badTransport(
      `transport ${name}`,
      `${url.protocol}//${url.host} is not encrypted; only https is fetched, and http on this machine`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw badTransport(`transport ${name}`, `the address of ${url.host} holds a login; use basic`);
  }
  return url;
};
