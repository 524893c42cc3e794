using System.Text;

namespace CityOps.Schemas.Validation.Patterns;

/// <summary>
/// A regular pattern as a deterministic automaton over code points whose states are made when first met, so that time
/// grows with the text alone. States are kept up to a limit and then begun afresh; threads share them.
/// </summary>
internal sealed class AutomatonPattern : TextPattern
{
    /// <summary>Steps that making new states may cost in one text: far beyond what a pattern of sense needs.</summary>
    private const long Patience = 10_000_000;

    private readonly CodePointClasses classes;
    private readonly StateMaker states;

    private AutomatonPattern(string source, PatternProgram program)
        : base(source)
    {
        classes = new CodePointClasses(program.AsksForWords ? [.. program.Sets, CharSet.Words] : program.Sets);
        states = new StateMaker(program, classes);
    }

    /// <summary>Null where its repeats would make it too large.</summary>
    public static TextPattern? TryCompile(string source, ChoicePart syntax) =>
        PatternProgram.TryWrite(syntax) is { } program ? new AutomatonPattern(source, program) : null;

    public override bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        var state = states.First;
        long spent = 0;
        for (var at = 0; at < utf8.Length;)
        {
            int codePoint = utf8[at];
            if (codePoint < 0x80)
            {
                at++;
            }
            else
            {
                Rune.DecodeFromUtf8(utf8[at..], out var rune, out var taken);
                codePoint = rune.Value;
                at += taken;
            }

            state = Follow(state, classes.Of(codePoint), ref spent);
            if (state.IsFinal || spent > Patience)
            {
                return state.Matches && spent <= Patience;
            }
        }

        return Follow(state, classes.Count, ref spent).Matches;
    }

    private PatternState Follow(PatternState state, int arrow, ref long spent)
    {
        if (Volatile.Read(ref state.Next[arrow]) is { } known)
        {
            return known;
        }

        spent += states.Size;
        return states.Make(state, arrow);
    }
}
