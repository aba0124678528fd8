import { render } from 'preact';
import { App } from './App.js';
import { exposeForTests } from './testHook.js';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/layout.css';
import './styles/signIn.css';
import './styles/messages.css';
import './styles/settings.css';
import './styles/call.css';
import './styles/stage.css';

exposeForTests();
render(<App />, document.getElementById('app')!);
