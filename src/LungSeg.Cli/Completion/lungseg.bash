# Completion of lungseg for bash: source <(lungseg completions bash)
_lungseg() {
  local words=() word='' i at=0 cur=''
  # Bash takes words apart at : and =, which names of rows and --option=value hold: its pieces are put together again.
  for ((i = 1; i < ${#COMP_WORDS[@]}; i++)); do
    word=${COMP_WORDS[i]}
    word=${word//[\"\'\\]/}
    if ((i > 2)) && [[ $word == [:=]* || ${words[-1]} == *[:=] && -n $word ]]; then
      words[-1]+=$word
    else
      words+=("${word/#\~\//$HOME/}")
    fi
    ((i == COMP_CWORD)) && { at=$((${#words[@]} - 1)); cur=${words[-1]}; }
  done

  # What stands before the last : or = is not replaced by bash, so it must not come again.
  local kept=${cur%"${cur##*[:=]}"} line
  COMPREPLY=()
  while IFS= read -r line; do
    word=${line%%$'\t'*}
    case $line in
      $'\tfiles') compopt -o filenames; mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "${cur#"$kept"}") ;;
      $'\tfolders') compopt -o filenames; mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "${cur#"$kept"}") ;;
      *) printf -v word %q "${word#"$kept"}"; COMPREPLY+=("$word"); [[ $word == *= ]] && compopt -o nospace ;;
    esac
  done < <("$1" complete --at "$at" -- "${words[@]}" 2> /dev/null < /dev/null)
}
complete -o nosort -F _lungseg lungseg
