# Completion of lungseg for fish: lungseg completions fish > ~/.config/fish/completions/lungseg.fish
function __lungseg_complete
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l after (commandline -op)
    # An input behind the cursor counts as well.
    set -e after[1..(count $before)]
    test -n "$current"; and set -e after[1]
    set -l at (math (count $before) - 1)
    set -l word (string unescape -- "$current"); or set word "$current"
    for line in ($before[1] complete --at $at -- $before[2..-1] "$word" $after 2>/dev/null </dev/null)
        switch $line
            case \tfiles
                __fish_complete_path "$current"
            case \tfolders
                __fish_complete_directories "$current"
            case '*'
                echo $line
        end
    end
end
complete -c lungseg -e
complete -c lungseg -f -k -a '(__lungseg_complete)'
