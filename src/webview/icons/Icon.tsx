import { iconPaths, type IconName } from './paths.ts';

/** Decoration: whatever it means is said in words beside it or in a label. */
export function Icon({ name, className }: { readonly name: IconName; readonly className?: string }) {
  return (
    <svg className={`icon icon-${name} ${className ?? ''}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      {iconPaths[name].map((path) => <path key={path} d={path} />)}
    </svg>
  );
}
