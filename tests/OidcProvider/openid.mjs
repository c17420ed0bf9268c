// The npm package oidc-provider as an ordinary OpenID Connect server, with nothing of ours but its configuration and the account of
// whoever signs in. Usage as that of server.mjs.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import Provider from 'oidc-provider';
import { listen } from './listen.mjs';

const configuration = JSON.parse(readFileSync(process.argv[2], 'utf8'));

const account = (id) => ({
  sub: id,
  name: 'A Customer',
  given_name: 'A',
  family_name: 'Customer',
  middle_name: 'B.',
  nickname: 'Cust',
  preferred_username: id,
  profile: 'https://people.example.test/customer',
  picture: 'https://people.example.test/customer.png',
  website: 'https://customer.example.test',
  gender: 'female',
  birthdate: '1970-01-01',
  zoneinfo: 'Europe/Berlin',
  locale: 'en',
  updated_at: 1700000000,
  email: 'customer@example.test',
  email_verified: true,
  address: { formatted: '1 Some Street, Sometown' },
  phone_number: '+49 30 1234567',
  phone_number_verified: false,
});

const provider = new Provider(`https://localhost:${configuration.port}`, {
  clients: configuration.clients,
  jwks: {
    keys: [{ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' }],
  },
  cookies: { keys: [randomBytes(32).toString('base64url')] },
  scopes: ['openid', 'offline_access'],
  claims: {
    openid: ['sub'],
    profile: [
      'name', 'given_name', 'family_name', 'middle_name', 'nickname', 'preferred_username', 'profile', 'picture', 'website', 'gender', 'birthdate',
      'zoneinfo', 'locale', 'updated_at',
    ],
    email: ['email', 'email_verified'],
    address: ['address'],
    phone: ['phone_number', 'phone_number_verified'],
  },
  acrValues: ['urn:example:password'],
  responseTypes: ['code'],
  pkce: { methods: ['S256'], required: () => false },
  clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
  findAccount: (_, id) => ({ accountId: id, claims: async () => account(id) }),
  features: {
    // Its own pages for development: forms without script, any name and any password.
    devInteractions: { enabled: true },
    claimsParameter: { enabled: true },
    requestObjects: { request: false, requestUri: false },
    rpInitiatedLogout: { enabled: true },
    backchannelLogout: { enabled: true },
  },
});

listen(provider, configuration);
