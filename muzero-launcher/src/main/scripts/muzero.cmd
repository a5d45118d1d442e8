@echo off
rem Starts muzero.jar, which lies beside this script, with the options that its Java version takes.
rem JAVA_HOME names another Java than the one on the path, MUZERO_OPTS holds further options of Java's (-Xmx4g).
setlocal
set "JAR=%~dp0muzero.jar"
if not exist "%JAR%" (
  echo muzero: %JAR% is missing: build it by mvn package -DskipTests 1>&2
  exit /b 1
)
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
set "MAJOR="
for /f "tokens=3" %%v in ('""%JAVA%" -version 2^>^&1" ^| findstr /i " version "') do (
  if not defined MAJOR for /f "delims=.-+ tokens=1" %%m in ("%%~v") do set "MAJOR=%%m"
)
if not defined MAJOR (
  echo muzero: no Java is found: install a JDK 17 or newer, or set JAVA_HOME 1>&2
  exit /b 1
)
if %MAJOR% lss 17 (
  echo muzero: Java 17 or newer is needed, this is Java %MAJOR%: set JAVA_HOME to another 1>&2
  exit /b 1
)
set "OPTIONS=--enable-native-access=ALL-UNNAMED"
if %MAJOR% geq 23 set "OPTIONS=%OPTIONS% --sun-misc-unsafe-memory-access=allow"
"%JAVA%" %OPTIONS% %MUZERO_OPTS% "-Dmuzero.command=muzero" -jar "%JAR%" %*
exit /b %ERRORLEVEL%
