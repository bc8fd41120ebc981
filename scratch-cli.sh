node --import tsx cli/portolan.ts "$@"
