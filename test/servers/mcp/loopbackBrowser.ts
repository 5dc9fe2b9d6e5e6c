/** What a browser does with a login page that says yes at once: it follows. */
export async function loopbackBrowser(address: URL): Promise<void> {
  const response = await fetch(address);
  await response.text();
  if (!response.ok) throw new Error(`The way back answered ${response.status}.`);
}
