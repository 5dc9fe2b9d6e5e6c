import { useState } from 'react';
import type { Question } from '../../engine/model/wait.ts';
import type { PhaseView } from '../../engine/workflow/runView.ts';
import { Button } from '../controls/Button.tsx';
import { TextArea } from '../controls/TextArea.tsx';
import { usePending } from '../store/selectors.ts';
import { request } from '../store/store.ts';
import { Markdown } from '../text/Markdown.tsx';
import { Card } from './Card.tsx';
import { ResumeButton } from './ResumeButton.tsx';

interface QuestionCardProps {
  readonly phase: PhaseView;
  readonly question: Question;
}

/** A question of the model: one of its options, or an answer in the person's own words. */
export function QuestionCard({ phase, question }: QuestionCardProps) {
  const [text, setText] = useState('');
  const isSent = usePending() === question.call;
  const isAllowed = phase.commands.includes('answer');
  const answer = (value: string): void => {
    if (value.trim() !== '' && isAllowed && !isSent) request({ type: 'answer', call: question.call, answer: value }, question.call);
  };
  return (
    <Card tone="attention" icon="question" title={`${phase.name} asks`}>
      <Markdown text={question.text} />
      {question.options.length > 0 && (
        <div className="card-options">
          {question.options.map((option) => <Button key={option} isDisabled={isSent || !isAllowed} onClick={() => answer(option)}>{option}</Button>)}
        </div>
      )}
      {!isAllowed && phase.message !== null && <p className="card-text">{phase.message}</p>}
      {!isAllowed && <div className="card-actions"><ResumeButton /></div>}
      {isAllowed && (
        <div className="card-answer">
          <TextArea label="Your answer" placeholder={question.options.length > 0 ? 'Or answer in your own words' : 'Your answer'} value={text} onChange={setText} onSubmit={() => answer(text)} />
          <Button appearance="primary" isDisabled={isSent || text.trim() === ''} title="Send the answer (Ctrl+Enter)" onClick={() => answer(text)}>Answer</Button>
        </div>
      )}
    </Card>
  );
}
