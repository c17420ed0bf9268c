using System.Xml.Linq;

namespace FapiAuthServer.Architecture.Tests.Dependencies;

public sealed class ProjectTests
{
    /// <summary>The picture of docs/architecture.md, with the reader of the sandbox kit that samples share.</summary>
    private static readonly Dictionary<string, string[]> Expected = new()
    {
        ["FapiAuthServer"] = ["FapiAuthServer.Jose", "FapiAuthServer.Sca"],
        ["FapiAuthServer.Cli"] = ["FapiAuthServer.Conformance"],
        ["FapiAuthServer.Conformance"] = [], // what judges the server shares no code with it
        ["FapiAuthServer.Jose"] = [],
        ["FapiAuthServer.ResourceServer"] = ["FapiAuthServer.Jose"],
        ["FapiAuthServer.Sca"] = [],
        ["SampleBank.Api"] = ["FapiAuthServer.ResourceServer", "SandboxKit"],
        ["SampleBank.App"] = ["SandboxKit"],
        ["SampleFintech.Web"] = ["FapiAuthServer.Jose", "SandboxKit"],
        ["Sandbox"] = ["SandboxKit"],
        ["SandboxKit"] = [],
    };

    [Fact]
    public void Projects_refer_to_each_other_as_the_architecture_shows()
    {
        var actual = Repository.Files.Where(file => file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(file => $"{System.IO.Path.GetFileNameWithoutExtension(file)} -> {string.Join(", ", ReferencesOf(file))}");

        Assert.Equal(
            Expected.Select(project => $"{project.Key} -> {string.Join(", ", project.Value)}").Order(StringComparer.Ordinal),
            actual.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Read("FapiAuthServer.sln").Replace('\\', '/');

        Findings.None(
            Repository.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal) && !solution.Contains($"\"{file}\"", StringComparison.Ordinal)),
            "The solution is what is built and tested; add these with dotnet sln add:");
    }

    [Fact]
    public void Every_folder_of_the_server_is_explained_in_the_architecture()
    {
        var architecture = Repository.Read("docs/architecture.md");

        Findings.None(
            Repository.ServerSources.Select(source => source.Path.Split('/')).Where(parts => parts.Length > 3).Select(parts => parts[2]).Distinct()
                .Where(folder => !architecture.Contains($"`{folder}/", StringComparison.Ordinal)),
            "docs/architecture.md says what each folder answers, but not for:");
    }

    [Fact]
    public void Strong_customer_authentication_knows_nothing_of_HTTP_or_OAuth()
    {
        // Identity is password hashing and a user store, DataProtection is encryption at rest; neither knows a request.
        string[] allowed = ["Microsoft.AspNetCore.DataProtection.Abstractions", "Microsoft.AspNetCore.Identity.EntityFrameworkCore"];
        string[] banned = ["Microsoft.AspNetCore", "Microsoft.IdentityModel", "System.IdentityModel", "OpenIddict", "System.Net", "Microsoft.Net"];

        Findings.None(
            CompiledCode.Sca.GetReferencedAssemblies().Select(reference => reference.Name!)
                .Where(name => banned.Any(name.StartsWith) && !allowed.Contains(name)),
            "Strong customer authentication must be auditable without OAuth and HTTP, but refers to:");
    }

    [Fact]
    public void The_JOSE_library_is_pure()
        => Findings.None(
            CompiledCode.Jose.GetReferencedAssemblies().Select(reference => reference.Name!)
                .Where(name => !name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("System.Net.Http", StringComparison.Ordinal)),
            "The JOSE library takes everything by parameter and needs nothing but the class library, but refers to:");

    [Fact]
    public void The_resource_server_package_brings_neither_server_nor_database_with_it()
        => Findings.None(
            CompiledCode.ResourceServer.GetReferencedAssemblies().Select(reference => reference.Name!)
                .Where(name => name == "FapiAuthServer" || name.StartsWith("OpenIddict", StringComparison.Ordinal) || name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)),
            "Banks install this package in their APIs; it must not bring:");

    private static IEnumerable<string> ReferencesOf(string project)
        => XDocument.Load(Repository.Path(project)).Descendants("ProjectReference")
            .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
            .Select(reference => System.IO.Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')))
            .Order(StringComparer.Ordinal);
}
