// Listens on loopback alone, and says when it is ready.
import { createServer } from 'node:https';

export const listen = (provider, { port, key, certificate, authority }) => {
  const tls = {
    key,
    cert: certificate,
    ca: authority,
    requestCert: true,
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2',
    ciphers: [
      'TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'ECDHE-ECDSA-AES128-GCM-SHA256',
      'ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES256-GCM-SHA384',
    ].join(':'),
  };
  createServer(tls, provider.callback()).listen(port, 'localhost', () => console.log(`ready at https://localhost:${port}`));
};
