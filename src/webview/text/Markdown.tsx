import { createElement, memo } from 'react';
import { Link } from './Link.tsx';
import { parseInline, type Inline } from './inline.ts';
import { parseMarkdown, type Block } from './markdown.ts';

/** Model text as elements. Nothing in it becomes markup, loads or runs. */
export const Markdown = memo(function Markdown({ text }: { readonly text: string }) {
  return <div className="prose">{parseMarkdown(text).map((block, index) => <BlockView key={index} block={block} />)}</div>;
});

const BlockView = memo(
  function BlockView({ block }: { readonly block: Block }) {
    switch (block.type) {
      case 'paragraph': return <p><Inlines text={block.text} /></p>;
      case 'quote': return <blockquote><Inlines text={block.text} /></blockquote>;
      case 'heading': return createElement(`h${Math.min(6, block.level + 2)}`, undefined, <Inlines text={block.text} />);
      case 'code': return <pre tabIndex={0} aria-label={block.language === '' ? 'Code' : `Code, ${block.language}`}><code>{block.text}</code></pre>;
      case 'rule': return <hr />;
      case 'list': return <ListView block={block} />;
    }
  },
  (before, after) => before.block.type === after.block.type && before.block.source === after.block.source,
);

function ListView({ block }: { readonly block: Extract<Block, { type: 'list' }> }) {
  const items = block.items.map((item, index) => <li key={index} className={`level-${item.level}`}><Inlines text={item.text} /></li>);
  return block.isOrdered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>;
}

export function Inlines({ text }: { readonly text: string }) {
  return <InlineList parts={parseInline(text)} />;
}

function InlineList({ parts }: { readonly parts: readonly Inline[] }) {
  return parts.map((part, index) => {
    switch (part.type) {
      case 'text': return part.text;
      case 'code': return <code key={index}>{part.text}</code>;
      case 'strong': return <strong key={index}><InlineList parts={part.children} /></strong>;
      case 'emphasis': return <em key={index}><InlineList parts={part.children} /></em>;
      case 'link': return <Link key={index} href={part.href}>{part.text}</Link>;
    }
  });
}
