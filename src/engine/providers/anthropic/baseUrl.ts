/** The vendor's own address. */
export const anthropicBaseUrl = 'https://api.anthropic.com';
