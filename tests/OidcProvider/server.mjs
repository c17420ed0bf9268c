// The npm package oidc-provider as a FAPI 2.0 server, with nothing of ours but its configuration and a protected route.
// Usage: node server.mjs configuration.json, where the configuration is what OidcProvider.cs writes. Listens on loopback alone.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import Provider from 'oidc-provider';
import certificateThumbprint from 'oidc-provider/lib/helpers/certificate_thumbprint.js';
import validateProof from 'oidc-provider/lib/helpers/validate_dpop.js';
import { listen } from './listen.mjs';

const configuration = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { port, clients } = configuration;
const issuer = `https://localhost:${port}`;
const algorithms = ['PS256', 'ES256'];

const signingKeys = () => [
  { ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig' },
  { ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), alg: 'PS256', use: 'sig' },
];

const provider = new Provider(issuer, {
  clients,
  jwks: { keys: signingKeys() },
  cookies: { keys: [randomBytes(32).toString('base64url')] },
  scopes: ['openid', 'offline_access', 'accounts'],
  claims: { openid: ['sub'], profile: ['name'] },
  responseTypes: ['code'],
  allowOmittingSingleRegisteredRedirectUri: false,
  pkce: { methods: ['S256'], required: () => true },
  clientAuthMethods: ['private_key_jwt', 'tls_client_auth'],
  enabledJWA: {
    clientAuthSigningAlgValues: algorithms,
    dPoPSigningAlgValues: algorithms,
    idTokenSigningAlgValues: algorithms,
  },
  findAccount: (_, id) => ({ accountId: id, claims: async () => ({ sub: id, name: 'A customer' }) }),
  features: {
    // Its own pages for development: forms without script, any name and any password.
    devInteractions: { enabled: true },
    fapi: { enabled: true, profile: '2.0' },
    pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
    dPoP: { enabled: true },
    mTLS: {
      enabled: true,
      certificateBoundAccessTokens: true,
      tlsClientAuth: true,
      getCertificate: (ctx) => ctx.req.socket.getPeerX509Certificate?.(),
      certificateAuthorized: (ctx) => ctx.req.socket.authorized,
      certificateSubjectMatches: (ctx, property, expected) =>
        property === 'tls_client_auth_subject_dn' && `CN=${ctx.req.socket.getPeerCertificate().subject?.CN}` === expected,
    },
    clientCredentials: { enabled: true },
    claimsParameter: { enabled: true },
    requestObjects: { request: false, requestUri: false },
    rpInitiatedLogout: { enabled: false },
  },
});

// What the package's userinfo endpoint asks of a token and a proof, for tokens that need no openid.
provider.use(async (ctx, next) => {
  if (ctx.path !== '/accounts') {
    await next();
    return;
  }
  ctx.oidc = new provider.OIDCContext(ctx);
  ctx.oidc.urlFor = () => `${issuer}/accounts`;
  try {
    const text = ctx.oidc.getAccessToken({ acceptDPoP: true });
    const proof = await validateProof(ctx, text);
    const token = await provider.AccessToken.find(text) ?? await provider.ClientCredentials.find(text);
    const peer = ctx.req.socket.getPeerX509Certificate?.();
    const isBound = token?.['x5t#S256'] ? peer && token['x5t#S256'] === certificateThumbprint(peer)
      : token?.jkt && proof && token.jkt === proof.thumbprint;
    const isFresh = !proof || await provider.ReplayDetection.unique('accounts', proof.jti, proof.iat + 600);
    if (!token || !isBound || !isFresh || !token.scope?.split(' ').includes('accounts')) {
      throw Object.assign(new Error('invalid_token'), { status: 401 });
    }
    ctx.body = { accounts: [] };
  } catch (error) {
    ctx.status = error.error === 'invalid_dpop_proof' ? 401 : error.status ?? 500;
    ctx.body = { error: error.error ?? error.message };
  }
});

listen(provider, configuration);
