import { Panel, useReactFlow } from '@xyflow/react';
import { IconButton } from '../controls/IconButton.tsx';
import { setFollowing, useView } from '../store/store.ts';
import { requestFit } from './canvasState.ts';

export function ZoomControls() {
  const flow = useReactFlow();
  const isFollowing = useView((state) => state.isFollowing);
  return (
    <Panel position="bottom-left" className="zoom-controls">
      <IconButton icon="plus" label="Zoom in" onClick={() => void flow.zoomIn()} />
      <IconButton icon="minus" label="Zoom out" onClick={() => void flow.zoomOut()} />
      <IconButton icon="fit" label="Show the whole pipeline" onClick={() => requestFit()} />
      <IconButton icon="follow" label="Select the phase that is at work" isPressed={isFollowing} onClick={() => setFollowing(!isFollowing)} />
    </Panel>
  );
}
