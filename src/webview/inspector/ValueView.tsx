import { Badge } from '../controls/Badge.tsx';
import { Markdown } from '../text/Markdown.tsx';
import { toVisible } from '../text/visible.ts';
import { anchorName, goToAnchor } from './anchors.ts';
import { Marked } from './Marked.tsx';
import type { Field, Rendered, RenderedRecord } from './model.ts';
import { useQuery } from './queryContext.ts';

export function ValueView({ value, level }: { readonly value: Rendered; readonly level: number }) {
  switch (value.type) {
    case 'empty': return <span className="nothing">none</span>;
    case 'prose': return <Prose text={value.text} />;
    case 'plain': return value.isCode ? <code><Marked text={value.text} /></code> : <span className="number"><Marked text={value.text} /></span>;
    case 'badge': return <Badge tone={value.tone}><Marked text={value.text} /></Badge>;
    case 'reference': return <Reference target={value.target} />;
    case 'record': return <RecordView record={value} level={level} />;
    case 'table': return <TableView table={value} level={level} />;
    case 'cards': return <div className="cards">{value.items.map((item, index) => <CardView key={index} record={item} level={level} />)}</div>;
    case 'list': return <ListView items={value.items} level={level} />;
  }
}

/** While searching, text is shown as it is written, so that every match can be marked. */
function Prose({ text }: { readonly text: string }) {
  return useQuery() === '' ? <Markdown text={text} /> : <p className="prose is-plain"><Marked text={text} /></p>;
}

function Reference({ target }: { readonly target: string }) {
  return (
    <button type="button" role="link" className="link reference" title={`Go to ${toVisible(target)}`} onClick={() => goToAnchor(target)}>
      <Marked text={toVisible(target)} />
    </button>
  );
}

function ListView({ items, level }: { readonly items: readonly Rendered[]; readonly level: number }) {
  const isFlat = items.every(({ type }) => type === 'reference' || type === 'badge' || type === 'plain');
  return <ul className={isFlat ? 'value-list is-flat' : 'value-list'}>{items.map((item, index) => <li key={index}><ValueView value={item} level={level + 1} /></li>)}</ul>;
}

function TableView({ table, level }: { readonly table: Extract<Rendered, { type: 'table' }>; readonly level: number }) {
  return (
    <div className="table-frame">
      <table>
        <thead><tr>{table.columns.map(({ key, title, description }) => <th key={key} scope="col" title={description ?? undefined}>{title}</th>)}</tr></thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={index} {...anchorProps(row)}>
              {table.columns.map(({ key }) => <td key={key}><Cell field={row.fields.find((field) => field.key === key)} level={level} /></td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ field, level }: { readonly field: Field | undefined; readonly level: number }) {
  return field ? <ValueView value={field.value} level={level + 1} /> : null;
}

function anchorProps({ anchor }: RenderedRecord) {
  return anchor === null ? {} : { id: anchorName(anchor), tabIndex: -1 };
}

/** An item of a list: its name and short facts in the first line, the rest below. */
function CardView({ record, level }: { readonly record: RenderedRecord; readonly level: number }) {
  const heading = record.fields.find(({ key }) => key === record.heading);
  const id = record.fields.find(({ key }) => key === 'id');
  const badges = record.fields.filter(({ value }) => value.type === 'badge');
  const rest = record.fields.filter((field) => field !== heading && field !== id && !badges.includes(field));
  return (
    <article className="item" {...anchorProps(record)}>
      <header className="item-header">
        {id && <ValueView value={id.value} level={level} />}
        {heading && <h4><HeadingText value={heading.value} level={level} /></h4>}
        {badges.map(({ key, title, value }) => <span key={key} className="item-badge" title={title}><span className="item-badge-title">{title}</span><ValueView value={value} level={level} /></span>)}
      </header>
      <Fields fields={rest} level={level + 1} />
    </article>
  );
}

function HeadingText({ value, level }: { readonly value: Rendered; readonly level: number }) {
  return value.type === 'prose' ? <Marked text={value.text} /> : <ValueView value={value} level={level} />;
}

function RecordView({ record, level }: { readonly record: RenderedRecord; readonly level: number }) {
  return <div className="record" {...anchorProps(record)}><Fields fields={record.fields} level={level} /></div>;
}

function Fields({ fields, level }: { readonly fields: readonly Field[]; readonly level: number }) {
  return fields.map((field) => (level === 0 || isLarge(field.value) ? <SectionView key={field.key} field={field} level={level} /> : <RowView key={field.key} field={field} level={level} />));
}

function isLarge({ type }: Rendered): boolean {
  return type === 'record' || type === 'cards' || type === 'table';
}

function SectionView({ field, level }: { readonly field: Field; readonly level: number }) {
  const count = countOf(field.value);
  return (
    <section className={`section level-${Math.min(level, 3)}`}>
      <h3 className="section-title">{field.title}{count !== null && <span className="section-count">{count}</span>}</h3>
      {field.description !== null && level === 0 && <p className="section-description">{field.description}</p>}
      <ValueView value={field.value} level={level + 1} />
    </section>
  );
}

function countOf(value: Rendered): number | null {
  if (value.type === 'table') return value.rows.length;
  return value.type === 'cards' || value.type === 'list' ? value.items.length : null;
}

function RowView({ field, level }: { readonly field: Field; readonly level: number }) {
  return (
    <div className="field">
      <div className="field-title" title={field.description ?? undefined}>{field.title}</div>
      <div className="field-value"><ValueView value={field.value} level={level + 1} /></div>
    </div>
  );
}
