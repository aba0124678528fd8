import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config({ ignores: ['dist/'] }, js.configs.recommended, ...tseslint.configs.recommended, {
    languageOptions: { parserOptions: { projectService: true } },
    files: ['**/*.ts', '**/*.tsx'],
    rules: {
        '@typescript-eslint/no-floating-promises': 'error',
        '@typescript-eslint/no-non-null-assertion': 'off',
        '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
        'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
        curly: 'error',
        eqeqeq: 'error',
    },
});
