import './controls/styleNonce.ts';
import { createRoot } from 'react-dom/client';
import { CompactPage } from './compact/CompactPage.tsx';
import { InspectorPage } from './inspector/InspectorPage.tsx';
import { PipelinePage } from './pipeline/PipelinePage.tsx';
import type { Page } from './protocol.ts';
import { connect } from './store/store.ts';
import './style/main.css';

const pages = { pipeline: PipelinePage, compact: CompactPage, inspector: InspectorPage } as const satisfies Record<Page, () => unknown>;

function isPage(name: string | undefined): name is Page {
  return name !== undefined && Object.hasOwn(pages, name);
}

const name = document.body.dataset['page'];
const page: Page = isPage(name) ? name : 'pipeline';
const PageView = pages[page];

const root = document.createElement('div');
root.className = 'root';
document.body.append(root);
createRoot(root).render(<PageView />);
connect({ follows: page === 'pipeline' });
