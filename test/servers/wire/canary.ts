/** Appears in no message, log or file, whatever happens. */
export const canaryKey = 'sk-ant-canary-7f3a91c0d2e84b65';
