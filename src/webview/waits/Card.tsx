import type { ReactNode } from 'react';
import { Icon } from '../icons/Icon.tsx';
import type { IconName } from '../icons/paths.ts';
import type { Tone } from '../text/status.ts';

interface CardProps {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly title: string;
  readonly children: ReactNode;
}

export function Card({ tone, icon, title, children }: CardProps) {
  return (
    <section className={`card tone-${tone}`} aria-label={title}>
      <h3 className="card-title"><Icon name={icon} /><span>{title}</span></h3>
      {children}
    </section>
  );
}
