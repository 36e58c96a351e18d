#compdef lungseg
# Completion of lungseg for zsh: lungseg completions zsh > a folder of $fpath/_lungseg; or source <(lungseg completions zsh) after compinit
_lungseg() {
  local line word kind=
  local -a lines described
  lines=("${(@f)$("$words[1]" complete --at $((CURRENT - 2)) -- "${(@Q)words[2,-1]}" 2> /dev/null < /dev/null)}")
  for line in $lines; do
    word=${line%%$'\t'*}
    if [[ -z $word ]]; then
      kind=${line#*$'\t'}
    else
      described+=("${${word//\\/\\\\}//:/\\:}:${line#*$'\t'}")
    fi
  done
  (( $#described )) && _describe -V lungseg described
  case $kind in
    files) _files ;;
    folders) _files -/ ;;
  esac
}
if [[ $funcstack[1] == _lungseg ]]; then _lungseg "$@"; else compdef _lungseg lungseg; fi
