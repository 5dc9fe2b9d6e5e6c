/** Ids of model output live in a namespace of their own: none can take the place of the page's own elements. */
export function anchorName(id: string): string {
  return `artifact-${id}`;
}

export function goToAnchor(id: string): void {
  const element = document.getElementById(anchorName(id));
  element?.scrollIntoView({ block: 'center' });
  element?.focus({ preventScroll: true });
}
