namespace FapiAuthServer.Architecture.Tests.Documents;

/// <summary>docs/sca.md: each line of the checklist on strong customer authentication, and what answers it.</summary>
internal static class ScaDocument
{
    public static string Write()
    {
        var page = new Page("Strong customer authentication", $"""
            Each line of our checklist on PSD2, its technical standards (Delegated Regulation (EU) 2018/389) and what banks are held to beside
            them, and what answers it. *Met*: the server does it, and tests prove it; *met around the module*: by parts of the server that
            know nothing of it, with a test in the note. *In the module*: `FapiAuthServer.Sca` does it, and its tests prove it; what keeps
            the server from doing it by itself is in the note. *Bank*: no program can. *Not offered*: the server has no such service, so that nothing
            of it can fall short. {Counts()}
            """);

        foreach (var (chapter, lines) in ScaChecklist.Chapters)
        {
            page.Heading(2, chapter);
            page.Table(["Line", "What", "Answer", "Code", "Tests", "Note"], lines.Select(line => (string[])
            [
                line.Id, line.Demand, Words(line.Answer),
                string.Join(", ", ScaTrace.Types[line.Id].Select(source => Page.LinkTo(source.Path))),
                string.Join(", ", ScaTrace.Proofs[line.Id].Select(test => $"`{test}`")),
                line.Note,
            ]));
        }

        return page.ToString();
    }

    private static string Counts()
        => string.Join(", ", ScaChecklist.Lines.GroupBy(line => line.Answer).OrderBy(group => group.Key)
            .Select(group => $"{group.Count()} {Words(group.Key)}")) + ".";

    private static string Words(ScaAnswer answer) => answer switch
    {
        ScaAnswer.Met => "met",
        ScaAnswer.InModule => "in the module",
        ScaAnswer.ByServer => "met around the module",
        ScaAnswer.Bank => "bank",
        ScaAnswer.NotOffered => "not offered",
        _ => "information",
    };
}
