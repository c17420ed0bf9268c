using System.Reflection;
using System.Runtime.CompilerServices;
using FapiAuthServer.Architecture.Tests.Dependencies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FapiAuthServer.Architecture.Tests.HouseRules;

public sealed class TypeTests
{
    private static readonly Dictionary<string, string> OpenTypes = new()
    {
        ["FapiAuthServer.Data.FapiDbContext"] = "each database has a derived context that carries its migrations",
    };

    private static readonly Dictionary<string, string> PublicTypes = new()
    {
        ["Program"] = "tests start the server through it",
    };

    private static readonly Dictionary<string, string> FilesOfSeveralTypes = new()
    {
        ["src/FapiAuthServer/Data/DesignTimeFactories.cs"] = "three times the same, for the migrations tool alone",
        ["src/FapiAuthServer/Profiles/Rule.cs"] = "a rule, and the same without its type",
    };

    private static readonly string[] Generators = ["LoggerMessage", "GeneratedRegex", "JsonSerializable", "OptionsValidator"];

    [Fact]
    public void Classes_are_sealed()
        => Findings.None(
            [.. CompiledCode.Products.SelectMany(Written).Where(type => type.IsClass && !type.IsSealed && !IsClosed(type) && type.FullName != "Program")
                .Select(type => new Finding(type.FullName!, type.IsAbstract ? "is a base class of our own" : "is not sealed"))],
            OpenTypes, "Seal the class; compose instead of deriving.");

    [Fact]
    public void Types_of_the_server_are_internal()
        => Findings.None(
            [.. Written(CompiledCode.Server).Where(type => type.IsVisible).Select(type => new Finding(type.FullName!, "is public"))],
            PublicTypes, "Nobody references the server; make the type internal.");

    [Fact]
    public void A_file_has_one_type_and_its_name()
        => Findings.None(
            [.. from source in Repository.Sources
                let types = source.Syntax.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
                    .OfType<MemberDeclarationSyntax>().Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
                    .Where(type => !NameOf(type).EndsWith("Configuration", StringComparison.Ordinal)).ToList()
                where types.Count > 1 || types.Count == 1 && NameOf(types[0]) != source.Name.Split('.')[0] && !IsPage(source, types[0])
                select new Finding(source.Path, $"declares {string.Join(", ", types.Select(NameOf))}")],
            FilesOfSeveralTypes, "One type, one file, one name.");

    [Fact]
    public void Nothing_is_partial_but_for_a_generator()
        => Findings.None(
            from source in Repository.Sources
            from type in source.All<TypeDeclarationSyntax>()
            where type.Modifiers.Any(SyntaxKind.PartialKeyword) && type.Identifier.Text != "Program"
                && !type.DescendantNodes().OfType<AttributeSyntax>().Any(attribute => Generators.Contains(attribute.Name.ToString()))
            select source.At(type),
            "Only generated code may complete a type; a type that is too long is two types.");

    [Fact]
    public void There_are_no_regions()
        => Findings.None(
            from source in Repository.Sources
            from trivia in source.Syntax.DescendantTrivia()
            where trivia.IsKind(SyntaxKind.RegionDirectiveTrivia)
            select source.At(trivia),
            "A file that needs regions is several files.");

    private static IEnumerable<Type> Written(Assembly assembly)
        => assembly.GetTypes().Where(type => !type.Name.Contains('<', StringComparison.Ordinal)
            && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
            && type.Namespace?.StartsWith("FapiAuthServer.Data.Migrations", StringComparison.Ordinal) is not true
            && type.Namespace?.StartsWith("FapiAuthServer", StringComparison.Ordinal) is true or null);

    // A choice between cases: nobody outside of it can derive from it, but for the copy constructor every record has.
    private static bool IsClosed(Type type)
        => type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .All(constructor => constructor.IsPrivate || constructor.GetParameters() is [{ ParameterType: var only }] && only == type);

    private static string NameOf(MemberDeclarationSyntax member) => member switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax type => type.Identifier.Text,
        _ => "",
    };

    // Consent.cshtml.cs holds ConsentModel; Program.cs, the statements of the program.
    private static bool IsPage(SourceFile source, MemberDeclarationSyntax type)
        => source.Path.EndsWith(".cshtml.cs", StringComparison.Ordinal) && NameOf(type) == source.Name.Split('.')[0] + "Model";
}
