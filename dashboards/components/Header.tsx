import { hrefTo } from '../state/filters.ts';
import { route } from '../state/route.ts';
import { chooseRole, roleLabel, session } from '../state/session.ts';
import { type Theme, theme, themes } from '../state/theme.ts';
import { report } from '../state/trouble.ts';
import { Stamp } from './Stamp.tsx';

const themeLabels: Readonly<Record<Theme, string>> = {
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
};

function Roles() {
  const known = session.value;
  if (!known || known.roles.length < 2) return null;
  return (
    <label class="field">
      Role
      <select
        value={known.viewer.role}
        onChange={({ currentTarget }) => {
          chooseRole(currentTarget.value).catch(report);
        }}
      >
        {known.roles.map((role) => (
          <option key={role} value={role}>
            {roleLabel(role)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Themes() {
  return (
    <label class="field">
      Theme
      <select
        value={theme.value}
        onChange={({ currentTarget }) => {
          theme.value = themes.find((name) => name === currentTarget.value) ?? 'system';
        }}
      >
        {themes.map((name) => (
          <option key={name} value={name}>
            {themeLabels[name]}
          </option>
        ))}
      </select>
    </label>
  );
}

export function Header() {
  const page = route.value.page;
  return (
    <header class="top">
      <a class="skip" href="#main">
        Skip to content
      </a>
      <p class="product">
        <img src="/compass.svg" width="22" height="22" alt="" /> Portolan
      </p>
      <nav aria-label="Pages">
        <ul>
          <li>
            <a href={hrefTo('/')} aria-current={page === 'portfolio' ? 'page' : undefined}>
              Portfolio
            </a>
          </li>
          {route.value.page === 'study' && (
            <li>
              <span aria-current="page">Study {route.value.studyId}</span>
            </li>
          )}
        </ul>
      </nav>
      <div class="top-end">
        <Stamp />
        <div class="choices">
          <Roles />
          <Themes />
        </div>
      </div>
    </header>
  );
}
